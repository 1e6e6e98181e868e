/** The parts of {@code djl-int8 report}: what the report is gathered from. */
package io.github.djlint8.cli.report;
