/** The readable page beside a quantized model: where it comes from and what it is worth. */
package io.github.djlint8.calibration.card;
