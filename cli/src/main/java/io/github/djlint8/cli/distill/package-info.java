/** Distillation of taggers for the command {@code distill}. */
package io.github.djlint8.cli.distill;
