/** The parts of {@code djl-int8 compare}: rows, the models behind them, and timing by length. */
package io.github.djlint8.cli.compare;
