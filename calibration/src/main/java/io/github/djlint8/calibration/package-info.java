/** Calibration: runs the float model over samples and finds the ranges of its activations. */
package io.github.djlint8.calibration;
