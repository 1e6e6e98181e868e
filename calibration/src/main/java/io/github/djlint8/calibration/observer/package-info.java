/** Statistics of activations, gathered in one stream, and the ranges that follow from them. */
package io.github.djlint8.calibration.observer;
