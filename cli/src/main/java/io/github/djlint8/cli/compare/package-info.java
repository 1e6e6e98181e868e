/** The parts of {@code compare} and {@code evaluate}: rows, the models behind them, and timing. */
package io.github.djlint8.cli.compare;
