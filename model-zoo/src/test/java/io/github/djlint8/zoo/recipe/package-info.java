/** Tests of {@code io.github.djlint8.zoo.recipe}. */
package io.github.djlint8.zoo.recipe;
