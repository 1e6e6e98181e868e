/** Passes: small rewrites of a graph, run in one ordered list. */
package io.github.djlint8.onnx.pass;
