/** Quantization of float graphs: weights, embeddings and the products that read them. */
package io.github.djlint8.onnx.quantize;
