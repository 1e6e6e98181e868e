/** Accepts or refuses a quantized model by what it loses, and checks that its outputs are sound. */
package io.github.djlint8.calibration.gate;
