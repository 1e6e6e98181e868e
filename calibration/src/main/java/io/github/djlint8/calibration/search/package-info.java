/** Finds the layers that quantization hurts, and which of them to leave float. */
package io.github.djlint8.calibration.search;
