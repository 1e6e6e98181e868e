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
package io.github.djlint8.calibration;

import ai.djl.util.Progress;
import io.github.djlint8.api.GlobFilter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a calibration run observes and how it goes about it.
 *
 * <p>Batch size, layer groups, threads and checkpoints change time and memory, never the result.
 * Immutable and safe for use by many threads, as far as the listener is.
 */
public final class CalibrationConfig {

    private final Path model;
    private final String engine;
    private final Map<String, String> engineOptions;
    private final GlobFilter skip;
    private final String maskInput;
    private final double smoothing;
    private final int batchSize;
    private final long batchElements;
    private final int layerGroups;
    private final int threads;
    private final Path checkpoint;
    private final int checkpointInterval;
    private final Progress progress;

    private CalibrationConfig(Builder builder) {
        model = Objects.requireNonNull(builder.model, "The file of the model must be set");
        engine = builder.engine;
        engineOptions = Map.copyOf(builder.engineOptions);
        skip = builder.skip;
        maskInput = builder.maskInput;
        smoothing = builder.smoothing;
        batchSize = builder.batchSize;
        batchElements = builder.batchElements;
        layerGroups = builder.layerGroups;
        threads = builder.threads;
        checkpoint = builder.checkpoint;
        checkpointInterval = builder.checkpointInterval;
        progress = builder.progress;
    }

    /**
     * Creates a builder.
     *
     * @return a builder with the default values
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the file of the float model.
     *
     * @return the file
     */
    public Path model() {
        return model;
    }

    /**
     * Returns the name of the DJL engine that runs the model.
     *
     * @return the name
     */
    public String engine() {
        return engine;
    }

    /**
     * Returns the options that the engine loads the model with.
     *
     * @return the options
     */
    public Map<String, String> engineOptions() {
        return engineOptions;
    }

    /**
     * Returns the names of nodes and weights whose products are not calibrated.
     *
     * @return the filter
     */
    public GlobFilter skip() {
        return skip;
    }

    /**
     * Returns the name of the input that is 0 where a position is padding.
     *
     * @return the name
     */
    public String maskInput() {
        return maskInput;
    }

    /**
     * Returns the weight of the newest sample in the moving average.
     *
     * @return the smoothing constant
     */
    public double smoothing() {
        return smoothing;
    }

    int batchSize() {
        return batchSize;
    }

    long batchElements() {
        return batchElements;
    }

    int layerGroups() {
        return layerGroups;
    }

    int threads() {
        return threads;
    }

    Optional<Path> checkpoint() {
        return Optional.ofNullable(checkpoint);
    }

    int checkpointInterval() {
        return checkpointInterval;
    }

    Optional<Progress> progress() {
        return Optional.ofNullable(progress);
    }

    /**
     * Returns a text that is equal for configurations with the same result.
     *
     * @return the text, one line
     */
    public String canonical() {
        return "mask=" + maskInput + " smoothing=" + smoothing + " skip=" + skip;
    }

    /** Builds a {@link CalibrationConfig}. */
    public static final class Builder {

        private static final int DEFAULT_BATCH_SIZE = 16;
        private static final int DEFAULT_BATCH_ELEMENTS = 1024;
        private static final int DEFAULT_INTERVAL = 512;
        private static final double DEFAULT_SMOOTHING = 0.01;

        private final Map<String, String> engineOptions = new LinkedHashMap<>();
        private Path model;
        private String engine = "OnnxRuntime";
        private GlobFilter skip = GlobFilter.none();
        private String maskInput = "attention_mask";
        private double smoothing = DEFAULT_SMOOTHING;
        private int batchSize = DEFAULT_BATCH_SIZE;
        private long batchElements = DEFAULT_BATCH_ELEMENTS;
        private int layerGroups = 1;
        private int threads = Math.min(2, Runtime.getRuntime().availableProcessors());
        private Path checkpoint;
        private int checkpointInterval = DEFAULT_INTERVAL;
        private Progress progress;

        private Builder() {}

        /**
         * Sets the float model.
         *
         * @param file its ONNX file
         * @return this builder
         */
        public Builder setModel(Path file) {
            model = Objects.requireNonNull(file, "model");
            return this;
        }

        /**
         * Sets the DJL engine that runs the model; {@code OnnxRuntime} by default.
         *
         * @param name the name of the engine
         * @return this builder
         */
        public Builder optEngine(String name) {
            engine = Objects.requireNonNull(name, "engine");
            return this;
        }

        /**
         * Adds an option that the engine loads the model with.
         *
         * @param key its name
         * @param value its value
         * @return this builder
         */
        public Builder optEngineOption(String key, String value) {
            engineOptions.put(key, value);
            return this;
        }

        /**
         * Sets the nodes and weights whose products are not calibrated; none by default.
         *
         * @param globs names or globs
         * @return this builder
         */
        public Builder optSkip(List<String> globs) {
            skip = GlobFilter.of(globs);
            return this;
        }

        /**
         * Sets the input that is 0 where a position is padding; {@code attention_mask} by default.
         *
         * @param name the name of the input; samples without it have no padding
         * @return this builder
         */
        public Builder optMaskInput(String name) {
            maskInput = Objects.requireNonNull(name, "maskInput");
            return this;
        }

        /**
         * Sets the weight of the newest sample in the moving average; 0.01 by default.
         *
         * @param value the weight, in (0, 1]
         * @return this builder
         */
        public Builder optSmoothing(double value) {
            if (!(value > 0 && value <= 1)) {
                throw new IllegalArgumentException("smoothing must be in (0, 1], found " + value);
            }
            smoothing = value;
            return this;
        }

        /**
         * Sets the largest number of samples that go through the model together; 16 by default.
         *
         * <p>Only samples of equal shapes share a batch, so there is never padding between them. 1
         * is needed where activations do not have the batch as their first dimension.
         *
         * @param size the number of samples
         * @return this builder
         */
        public Builder optBatchSize(int size) {
            batchSize = atLeastOne("batchSize", size);
            return this;
        }

        /**
         * Sets the largest number of elements, tokens in a text model, that go through the model
         * together; 1,024 by default. A longer sample goes alone.
         *
         * @param elements the number of elements of the first input
         * @return this builder
         */
        public Builder optBatchElements(int elements) {
            batchElements = atLeastOne("batchElements", elements);
            return this;
        }

        /**
         * Sets in how many passes over the data the layers are observed; 1 by default.
         *
         * <p>Each pass runs the model only as far as its layers, and holds only their activations.
         *
         * @param groups the number of passes
         * @return this builder
         */
        public Builder optLayerGroups(int groups) {
            layerGroups = atLeastOne("layerGroups", groups);
            return this;
        }

        /**
         * Sets the number of batches that are run and observed at once, each on one thread; up to 2
         * by default. Each holds its activations in native memory: layer groups make that less.
         *
         * @param count the number of threads
         * @return this builder
         */
        public Builder optThreads(int count) {
            threads = atLeastOne("threads", count);
            return this;
        }

        /**
         * Sets the file that a stopped run is saved to and goes on from; none by default.
         *
         * @param file the file; deleted when a run ends
         * @return this builder
         */
        public Builder optCheckpoint(Path file) {
            checkpoint = file;
            return this;
        }

        /**
         * Sets how many samples lie between two checkpoints; 512 by default.
         *
         * @param samples the number of samples
         * @return this builder
         */
        public Builder optCheckpointInterval(int samples) {
            checkpointInterval = atLeastOne("checkpointInterval", samples);
            return this;
        }

        /**
         * Sets a listener that is told of every sample; none by default.
         *
         * @param listener the listener
         * @return this builder
         */
        public Builder optProgress(Progress listener) {
            progress = listener;
            return this;
        }

        /**
         * Builds the configuration.
         *
         * @return the configuration
         */
        public CalibrationConfig build() {
            return new CalibrationConfig(this);
        }

        private static int atLeastOne(String option, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(option + " must be at least 1, found " + value);
            }
            return value;
        }
    }
}
