/** The model zoo: POS and NER taggers that load by name. */
package io.github.djlint8.zoo;
