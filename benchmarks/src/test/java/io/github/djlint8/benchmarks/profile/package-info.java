/** Tests of reading profiles. */
package io.github.djlint8.benchmarks.profile;
