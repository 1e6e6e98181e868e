/** Sizes of models in several precisions, before any of the work is done. */
package io.github.djlint8.onnx.estimate;
