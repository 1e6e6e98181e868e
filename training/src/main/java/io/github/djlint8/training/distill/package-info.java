/** Distillation: a small tagger learns from what a large one says about each word. */
package io.github.djlint8.training.distill;
