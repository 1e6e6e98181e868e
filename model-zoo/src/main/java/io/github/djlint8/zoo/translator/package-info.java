/** Translators of taggers: texts or words in, tags or entities out. */
package io.github.djlint8.zoo.translator;
