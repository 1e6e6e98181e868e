/** Tests of {@code io.github.djlint8.zoo.translator}. */
package io.github.djlint8.zoo.translator;
