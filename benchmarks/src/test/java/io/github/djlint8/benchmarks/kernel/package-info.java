/** Tests of single products. */
package io.github.djlint8.benchmarks.kernel;
