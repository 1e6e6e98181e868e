/** The report as one HTML file: plain records in, text out; every chart is inline SVG. */
package io.github.djlint8.calibration.report;
