/** What the command {@code search} measures and prints. */
package io.github.djlint8.cli.search;
