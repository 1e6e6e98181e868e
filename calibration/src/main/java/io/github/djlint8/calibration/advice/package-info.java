/** Recommends a precision before any work is done. */
package io.github.djlint8.calibration.advice;
