/** Calibration from the command line: models, data and progress. */
package io.github.djlint8.cli.calibrate;
