/** What each way to quantize costs a tagger. */
package io.github.djlint8.benchmarks.accuracy;
