/** From a model path to a graph to run: files, precision policy, options, quantized-graph cache. */
package io.github.djlint8.engine.loading;
