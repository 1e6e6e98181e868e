/** What leaves training: deltas for the zoo and ONNX models. */
package io.github.djlint8.training.export;
