/** ONNX Runtime's own profiles, read and summed up by kind of operator. */
package io.github.djlint8.benchmarks.profile;
