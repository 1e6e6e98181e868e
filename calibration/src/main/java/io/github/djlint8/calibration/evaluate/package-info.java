/**
 * Evaluation of whole taggers: several models over one corpus, their quality and their speed
 * measured beside each other in one run. Models come as DJL predictors, of whatever engine.
 */
package io.github.djlint8.calibration.evaluate;
