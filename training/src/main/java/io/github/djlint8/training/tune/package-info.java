/** The training loop: epochs, evaluation, early stopping, checkpoints. */
package io.github.djlint8.training.tune;
