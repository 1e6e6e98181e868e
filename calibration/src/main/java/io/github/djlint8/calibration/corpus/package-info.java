/**
 * Tagged and plain text read from files: formats, tag schemes, mixed sources and seeded samples.
 *
 * <p>Whatever the file uses, sentences leave this package with IOB2 tags.
 */
package io.github.djlint8.calibration.corpus;
