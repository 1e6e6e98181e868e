/** Tests of what INT8 is compared with. */
package io.github.djlint8.benchmarks.peer;
