/** Quantization-aware training: layers that compute with the values that integers stand for. */
package io.github.djlint8.training.quantize;
