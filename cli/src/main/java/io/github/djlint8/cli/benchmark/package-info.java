/** The parts of {@code benchmark}: models under test, their inputs, counted work, the report. */
package io.github.djlint8.cli.benchmark;
