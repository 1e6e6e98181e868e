/** Pruning, distillation, quantization and compression of a tagger in one run, step by step. */
package io.github.djlint8.cli.pipeline;
