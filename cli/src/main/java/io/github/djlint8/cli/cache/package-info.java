/** What {@code djl-int8 cache} shows of the folders that can be made again. */
package io.github.djlint8.cli.cache;
