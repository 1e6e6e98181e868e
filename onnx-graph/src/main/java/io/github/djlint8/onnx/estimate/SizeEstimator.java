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
package io.github.djlint8.onnx.estimate;

import ai.djl.MalformedModelException;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.api.QuantizationConfig;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.estimate.SizeEstimate.Format;
import io.github.djlint8.onnx.estimate.SizeEstimate.Size;
import io.github.djlint8.onnx.inspect.ModelInspector;
import io.github.djlint8.onnx.inspect.ModelSummary;
import io.github.djlint8.onnx.inspect.ModelSummary.Total;
import io.github.djlint8.onnx.inspect.ModelSummary.Weight;
import io.github.djlint8.onnx.quantize.QuantizationPlan;
import io.github.djlint8.onnx.quantize.QuantizationPlan.Layer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Estimates sizes from the graph and the dimensions of its constants; no weight is read.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class SizeEstimator {

    /** The nodes, names and small constants that come with a quantized layer, as measured. */
    private static final long LAYER_OVERHEAD = 900;

    private static final int BLOCK = 32;
    private static final int INT4_PER_BYTE = 2;

    private final long batch;
    private final long sequence;
    private final QuantizationConfig config;

    private SizeEstimator(Builder builder) {
        batch = builder.batch;
        sequence = builder.sequence;
        config = builder.config;
    }

    /**
     * Creates a builder.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Estimates the sizes of a model.
     *
     * @param model the float model
     * @return the estimate
     * @throws MalformedModelException if the model contradicts itself
     * @throws IllegalArgumentException if the model is quantized already
     * @throws ArithmeticException if batch and sequence are so large that the bytes do not fit a
     *     long
     */
    public SizeEstimate estimate(OnnxModel model) throws MalformedModelException {
        QuantizationPlan plan = QuantizationPlan.of(model, config);
        ModelSummary summary = ModelInspector.inspect(model);
        ModelSummary prepared = ModelInspector.inspect(plan.model());
        ActivationMemory memory = new ActivationMemory(plan, batch, sequence);
        OptionalLong floats = memory.floatBytes();
        OptionalLong integers = memory.quantizedBytes();
        OptionalLong halves = floats.isEmpty() ? floats : OptionalLong.of(floats.getAsLong() / 2);
        long graph = graphBytes(model, summary);
        long rest = graphBytes(plan.model(), prepared) + prepared.bytes();
        List<Size> sizes =
                List.of(
                        new Size(Format.FP32, graph + bytes(summary, ElementType.FLOAT), floats),
                        new Size(Format.FP16, graph + bytes(summary, ElementType.FLOAT16), halves),
                        new Size(Format.INT8, rest + change(plan, false), integers),
                        new Size(Format.INT4, rest + change(plan, true), floats));
        return new SizeEstimate(summary.parameters(), batch, sequence, sizes);
    }

    /** Returns the bytes of everything that is not a constant. */
    private static long graphBytes(OnnxModel model, ModelSummary summary) {
        long external =
                summary.weights().stream().filter(Weight::external).mapToLong(Weight::bytes).sum();
        return model.proto().getSerializedSize() - (summary.bytes() - external);
    }

    private static long bytes(ModelSummary summary, ElementType floatType) {
        long bytes = 0;
        for (Map.Entry<ElementType, Total> entry : summary.totals().entrySet()) {
            Total total = entry.getValue();
            bytes +=
                    entry.getKey().isFloat()
                            ? floatType.byteCount(total.elements())
                            : total.bytes();
        }
        return bytes;
    }

    /** Returns how many bytes quantization adds; a negative number. */
    private static long change(QuantizationPlan plan, boolean int4) {
        Set<String> stored = new HashSet<>();
        Set<String> removed = new HashSet<>();
        plan.layers().stream().filter(l -> !l.quantized()).forEach(l -> removed.add(l.weight()));
        long change = 0;
        for (Layer layer : plan.layers()) {
            if (!layer.quantized()) {
                continue;
            }
            change += LAYER_OVERHEAD;
            if (removed.add(layer.weight())) {
                change -= layer.bytes();
            }
            if (stored.add(layer.weight())) {
                change += int4 && layer.product() ? int4Bytes(layer) : int8Bytes(layer);
            }
        }
        return change;
    }

    private static long int8Bytes(Layer layer) {
        long scales = layer.product() ? layer.columns() : layer.rows();
        return layer.elements() + scales * Float.BYTES;
    }

    private static long int4Bytes(Layer layer) {
        long blocks = (layer.rows() + BLOCK - 1) / BLOCK;
        return layer.columns() * blocks * (BLOCK / INT4_PER_BYTE + Float.BYTES);
    }

    /** Builds a {@link SizeEstimator}. */
    public static final class Builder {

        private static final int DEFAULT_SEQUENCE = 128;

        private long batch = 1;
        private long sequence = DEFAULT_SEQUENCE;
        private QuantizationConfig config = DynamicConfig.defaults();

        private Builder() {}

        /**
         * Sets the number of sequences that are run together; 1 by default.
         *
         * @param value the number
         * @return this builder
         */
        public Builder optBatch(long value) {
            batch = value;
            return this;
        }

        /**
         * Sets the number of tokens in each sequence; 128 by default.
         *
         * @param value the number
         * @return this builder
         */
        public Builder optSequence(long value) {
            sequence = value;
            return this;
        }

        /**
         * Sets what quantization is to do; the defaults of dynamic quantization by default.
         *
         * @param value the configuration
         * @return this builder
         */
        public Builder optConfig(QuantizationConfig value) {
            config = Objects.requireNonNull(value, "config");
            return this;
        }

        /**
         * Builds the estimator.
         *
         * @return the estimator
         * @throws IllegalArgumentException if a number is not positive
         */
        public SizeEstimator build() {
            if (batch < 1 || sequence < 1) {
                throw new IllegalArgumentException(
                        "Batch and sequence must be positive, found " + batch + " and " + sequence);
            }
            return new SizeEstimator(this);
        }
    }
}
