/** The command that quantizes: what it writes and prints. */
package io.github.djlint8.cli.quantize;
