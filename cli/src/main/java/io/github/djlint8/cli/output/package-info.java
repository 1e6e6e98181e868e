/** How the command prints: tables, JSON, sizes, progress. */
package io.github.djlint8.cli.output;
