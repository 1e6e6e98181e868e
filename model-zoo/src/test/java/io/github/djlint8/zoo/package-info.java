/** Tests of the model zoo, and the models that they share. */
package io.github.djlint8.zoo;
