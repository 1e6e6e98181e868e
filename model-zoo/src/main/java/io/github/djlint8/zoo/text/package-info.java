/** From text to sub-words: sentences, words, sub-words and the windows that an encoder reads. */
package io.github.djlint8.zoo.text;
