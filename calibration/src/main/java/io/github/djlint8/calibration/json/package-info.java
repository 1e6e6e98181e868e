/** Records as JSON and back. */
package io.github.djlint8.calibration.json;
