/**
 * Pruning: which attention heads and feed-forward neurons of an encoder matter least, and encoders
 * and graphs without them.
 */
package io.github.djlint8.training.prune;
