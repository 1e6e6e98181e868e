/** Models with random weights, for tests and benchmarks that need a shape and not a skill. */
package io.github.djlint8.onnx.synthetic;
