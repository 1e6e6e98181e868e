/** The parts of {@code djl-int8 tag}: texts in, sentences through the taggers, lines out. */
package io.github.djlint8.cli.tag;
