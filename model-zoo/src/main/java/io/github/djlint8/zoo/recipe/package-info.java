/** Recipes of zoo models, and how public base weights and a small delta become a model folder. */
package io.github.djlint8.zoo.recipe;
