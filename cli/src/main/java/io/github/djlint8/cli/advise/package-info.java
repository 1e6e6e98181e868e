/** The report of the command {@code advise}. */
package io.github.djlint8.cli.advise;
