/**
 * Benchmarks of sentences through DJL, with the engines that INT8 is compared with side by side.
 */
package io.github.djlint8.benchmarks;
