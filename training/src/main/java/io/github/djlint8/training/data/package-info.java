/** Sentences as token ids with labels, and their order and batches in training. */
package io.github.djlint8.training.data;
