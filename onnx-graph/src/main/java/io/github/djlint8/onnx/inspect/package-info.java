/** What a model is made of: operators, weights, sizes and precisions. */
package io.github.djlint8.onnx.inspect;
