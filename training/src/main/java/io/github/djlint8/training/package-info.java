/** Fine-tuning of taggers on DJL's PyTorch engine. */
package io.github.djlint8.training;
