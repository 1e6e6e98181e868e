/** Loss, gradients, optimizer and learning rate of fine-tuning. */
package io.github.djlint8.training.optimize;
