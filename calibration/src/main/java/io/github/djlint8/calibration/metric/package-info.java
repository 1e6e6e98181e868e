/**
 * What a quantized model is measured by: accuracy, spans, agreement, divergence, noise and time.
 *
 * <p>Accumulators collect and merge; their results are records. Nothing here knows an engine.
 */
package io.github.djlint8.calibration.metric;
