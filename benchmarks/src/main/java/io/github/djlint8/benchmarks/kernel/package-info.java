/** Single products in ONNX Runtime, without a model around them. */
package io.github.djlint8.benchmarks.kernel;
