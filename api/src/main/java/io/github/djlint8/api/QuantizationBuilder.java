/*
 * Copyright 2026 The djl-int8 authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.djlint8.api;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Sets what every {@link QuantizationConfig} has.
 *
 * @param <B> the builder itself, so that calls can be chained
 */
public abstract class QuantizationBuilder<B extends QuantizationBuilder<B>> {

    WeightRange weights = WeightRange.PORTABLE;
    boolean perChannel = true;
    boolean embeddings = true;
    boolean fuse = true;
    GlobFilter skip = GlobFilter.none();

    QuantizationBuilder() {}

    /**
     * Builds the configuration.
     *
     * @return the configuration
     */
    public abstract QuantizationConfig build();

    /**
     * Returns this builder as what it is.
     *
     * @return this builder
     */
    abstract B self();

    /**
     * Sets how much of the int8 range the weights use; {@link WeightRange#PORTABLE} by default.
     *
     * @param value the setting
     * @return this builder
     */
    public B optWeights(WeightRange value) {
        weights = Objects.requireNonNull(value, "weights");
        return self();
    }

    /**
     * Sets whether each output channel has a scale of its own; true by default.
     *
     * @param value the setting
     * @return this builder
     */
    public B optPerChannel(boolean value) {
        perChannel = value;
        return self();
    }

    /**
     * Sets whether embedding tables are stored in int8, with one scale for each row; true by
     * default.
     *
     * @param value the setting
     * @return this builder
     */
    public B optEmbeddings(boolean value) {
        embeddings = value;
        return self();
    }

    /**
     * Sets whether attention and normalization become fused operators of the runtime; graphs in the
     * format qdq are never fused; true by default.
     *
     * @param value the setting
     * @return this builder
     */
    public B optFuse(boolean value) {
        fuse = value;
        return self();
    }

    /**
     * Sets the nodes and weights that stay float; none by default.
     *
     * @param globs names or globs of nodes or weights
     * @return this builder
     */
    public B optSkip(List<String> globs) {
        skip = GlobFilter.of(globs);
        return self();
    }

    /**
     * Sets the nodes and weights that stay float; none by default.
     *
     * @param globs names or globs of nodes or weights
     * @return this builder
     */
    public B optSkip(String... globs) {
        return optSkip(Arrays.asList(globs));
    }

    /**
     * Takes what every configuration has from a parser.
     *
     * @param options the parser
     * @param ranges the allowed values of {@code weights}
     */
    void take(OptionParser options, WeightRange[] ranges) {
        options.takeEnum("weights", ranges, WeightRange::option).ifPresent(this::optWeights);
        options.takeBoolean("perChannel").ifPresent(this::optPerChannel);
        options.takeBoolean("embeddings").ifPresent(this::optEmbeddings);
        options.takeBoolean("fuse").ifPresent(this::optFuse);
        options.takeList("skip").ifPresent(this::optSkip);
    }
}
