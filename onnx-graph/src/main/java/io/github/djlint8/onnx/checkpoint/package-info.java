/**
 * Checkpoints: files of named weights, and the weights of a graph under the names of a checkpoint.
 */
package io.github.djlint8.onnx.checkpoint;
