/**
 * What {@code djl-int8 train} reads and writes: base encoders, corpora as token ids, model folders.
 */
package io.github.djlint8.cli.prune;
