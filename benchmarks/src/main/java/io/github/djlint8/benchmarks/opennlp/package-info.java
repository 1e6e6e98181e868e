/** The part-of-speech tagger of Apache OpenNLP beside the one of the zoo. */
package io.github.djlint8.benchmarks.opennlp;
