/** Tests of the part-of-speech taggers that are compared. */
package io.github.djlint8.benchmarks.opennlp;
