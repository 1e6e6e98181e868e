/** Tests of {@code io.github.djlint8.zoo.text}. */
package io.github.djlint8.zoo.text;
