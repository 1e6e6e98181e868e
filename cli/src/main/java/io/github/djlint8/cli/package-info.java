/** The command {@code djl-int8}: one class for each subcommand, and what they share. */
package io.github.djlint8.cli;
