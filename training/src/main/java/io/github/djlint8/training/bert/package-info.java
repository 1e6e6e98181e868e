/** Encoders of the BERT family as DJL Blocks, with parameters named as in published checkpoints. */
package io.github.djlint8.training.bert;
