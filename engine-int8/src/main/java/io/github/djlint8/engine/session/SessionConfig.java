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
package io.github.djlint8.engine.session;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.github.djlint8.api.OptionParser;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings of a session of ONNX Runtime, under the names that options have.
 *
 * <p>What is not set stays as ONNX Runtime has it, but for {@code intraOpNumThreads}: see {@link
 * #DEFAULT_INTRA_OP_THREADS}. Immutable and safe for use by many threads, except that settings that
 * the caller brought along as an object stay his.
 */
public final class SessionConfig {

    /**
     * Threads inside an operator unless set otherwise.
     *
     * <p>One sentence is too little work to split, and services run many predictors side by side.
     * The system property {@code ai.djl.int8.num_threads} changes it for all models.
     */
    public static final int DEFAULT_INTRA_OP_THREADS = 1;

    /** How options begin that fix a dimension of the inputs. */
    static final String DIMENSION_PREFIX = "dimension.";

    /** How options of the CUDA provider begin. */
    static final String CUDA_PREFIX = "cuda.";

    private final Map<String, Setting> settings;
    private final Map<String, String> cuda;
    private final SessionOptions base;

    private SessionConfig(Builder builder) {
        settings = new LinkedHashMap<>(builder.settings);
        cuda = new TreeMap<>(builder.cuda);
        base = builder.base;
    }

    /**
     * Creates a builder with the default settings.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Takes the settings of a session from a parser.
     *
     * @param options the parser
     * @return the settings
     * @throws IllegalArgumentException if a value is not allowed
     */
    public static SessionConfig parse(OptionParser options) {
        return SessionOptionReader.read(options);
    }

    /**
     * Returns the settings that the caller brought along as an object.
     *
     * @return the settings, owned by the caller
     */
    Optional<SessionOptions> base() {
        return Optional.ofNullable(base);
    }

    /**
     * Returns the options of the CUDA provider.
     *
     * @return the options, without prefix
     */
    Map<String, String> cuda() {
        return Map.copyOf(cuda);
    }

    /** Returns whether an option is set. */
    boolean has(String key) {
        return settings.containsKey(key);
    }

    /**
     * Applies the settings.
     *
     * @param target what they are applied to
     * @throws IllegalArgumentException if ONNX Runtime refuses a setting
     */
    void applyTo(SessionOptions target) {
        settings.forEach(
                (key, setting) -> {
                    try {
                        setting.change().apply(target);
                    } catch (OrtException e) {
                        throw new IllegalArgumentException(
                                "ONNX Runtime refuses option "
                                        + key
                                        + "="
                                        + setting.value()
                                        + ": "
                                        + e.getMessage(),
                                e);
                    }
                });
    }

    /** {@inheritDoc} */
    @Override
    public String toString() {
        Map<String, Object> shown = new LinkedHashMap<>();
        settings.forEach((key, setting) -> shown.put(key, setting.value()));
        cuda.forEach((key, value) -> shown.put(CUDA_PREFIX + key, value));
        return shown.toString();
    }

    private record Setting(Object value, Change change) {}

    @FunctionalInterface
    private interface Change {
        void apply(SessionOptions options) throws OrtException;
    }

    /** Builds a {@link SessionConfig}. */
    public static final class Builder {

        private final Map<String, Setting> settings = new LinkedHashMap<>();
        private final Map<String, String> cuda = new TreeMap<>();
        private SessionOptions base;

        private Builder() {}

        /**
         * Sets an object with settings that the others are added to; it is never closed here.
         *
         * @param value the object
         * @return this builder
         */
        public Builder optBase(SessionOptions value) {
            base = value;
            return this;
        }

        /**
         * Sets the threads inside an operator; 0 means one for each core.
         *
         * @param value the number
         * @return this builder
         */
        public Builder optIntraOpNumThreads(int value) {
            return set("intraOpNumThreads", value, o -> o.setIntraOpNumThreads(value));
        }

        /**
         * Sets the threads across operators; they serve parallel execution only.
         *
         * @param value the number
         * @return this builder
         */
        public Builder optInterOpNumThreads(int value) {
            return set("interOpNumThreads", value, o -> o.setInterOpNumThreads(value));
        }

        /**
         * Sets whether independent operators run in parallel.
         *
         * @param value the mode
         * @return this builder
         */
        public Builder optExecutionMode(ExecutionMode value) {
            return set("executionMode", value, o -> o.setExecutionMode(value));
        }

        /**
         * Sets how far the graph is optimized.
         *
         * @param value the level
         * @return this builder
         */
        public Builder optOptLevel(OptLevel value) {
            return set("optLevel", value, o -> o.setOptimizationLevel(value));
        }

        /**
         * Sets whether memory is planned ahead for inputs of equal shapes.
         *
         * @param value whether it is
         * @return this builder
         */
        public Builder optMemoryPatternOptimization(boolean value) {
            return set(
                    "memoryPatternOptimization", value, o -> o.setMemoryPatternOptimization(value));
        }

        /**
         * Sets whether CPU memory comes from an arena.
         *
         * @param value whether it does
         * @return this builder
         */
        public Builder optCpuArenaAllocator(boolean value) {
            return set("cpuArenaAllocator", value, o -> o.setCPUArenaAllocator(value));
        }

        /**
         * Sets whether the threads of the environment replace threads of the session.
         *
         * @param value whether they do
         * @return this builder
         */
        public Builder optDisablePerSessionThreads(boolean value) {
            return set(
                    "disablePerSessionThreads",
                    value,
                    o -> {
                        if (value) {
                            o.disablePerSessionThreads();
                        }
                    });
        }

        /**
         * Sets whether only deterministic kernels run.
         *
         * @param value whether they do
         * @return this builder
         */
        public Builder optDeterministicCompute(boolean value) {
            return set("deterministicCompute", value, o -> o.setDeterministicCompute(value));
        }

        /**
         * Sets the beginning of the path that a profile is written to.
         *
         * @param value the beginning of the path
         * @return this builder
         */
        public Builder optProfilerOutput(String value) {
            return set("profilerOutput", value, o -> o.enableProfiling(value));
        }

        /**
         * Sets the file that the optimized graph is written to.
         *
         * @param value the file
         * @return this builder
         */
        public Builder optOptimizedModelFile(String value) {
            return set("optimizedModelFile", value, o -> o.setOptimizedModelFilePath(value));
        }

        /**
         * Sets a native library with custom operators.
         *
         * @param value the library
         * @return this builder
         */
        public Builder optCustomOpLibrary(String value) {
            return set("customOpLibrary", value, o -> o.registerCustomOpLibrary(value));
        }

        /**
         * Sets a native function, loaded already, that registers custom operators.
         *
         * @param value the function
         * @return this builder
         */
        public Builder optCustomOpFunction(String value) {
            return set("customOpFunction", value, o -> o.registerCustomOpsUsingFunction(value));
        }

        /**
         * Sets the name of the session in logs.
         *
         * @param value the name
         * @return this builder
         */
        public Builder optLoggerId(String value) {
            return set("loggerId", value, o -> o.setLoggerId(value));
        }

        /**
         * Sets the least severe level that is logged.
         *
         * @param value the level
         * @return this builder
         */
        public Builder optLogLevel(OrtLoggingLevel value) {
            return set(
                    "logLevel",
                    SessionOptionReader.spelling(value),
                    o -> o.setSessionLogLevel(value));
        }

        /**
         * Sets how much is logged at the verbose level.
         *
         * @param value the verbosity
         * @return this builder
         */
        public Builder optLogVerbosity(int value) {
            return set("logVerbosity", value, o -> o.setSessionLogVerbosityLevel(value));
        }

        /**
         * Sets the size of a symbolic dimension of the inputs.
         *
         * @param name the dimension
         * @param size its size
         * @return this builder
         */
        public Builder optDimension(String name, long size) {
            return set(DIMENSION_PREFIX + name, size, o -> o.setSymbolicDimensionValue(name, size));
        }

        /**
         * Sets an entry of the session's configuration, as ONNX Runtime names it.
         *
         * @param key the key
         * @param value the value
         * @return this builder
         */
        public Builder optEntry(String key, String value) {
            return set(key, value, o -> o.addConfigEntry(key, value));
        }

        /**
         * Sets an option of the CUDA provider, as ONNX Runtime names it; used on a GPU only.
         *
         * @param key the key
         * @param value the value
         * @return this builder
         */
        public Builder optCuda(String key, String value) {
            cuda.put(key, value);
            return this;
        }

        /**
         * Builds the configuration.
         *
         * @return the configuration
         */
        public SessionConfig build() {
            if (base == null && !settings.containsKey("intraOpNumThreads")) {
                optIntraOpNumThreads(
                        Integer.getInteger("ai.djl.int8.num_threads", DEFAULT_INTRA_OP_THREADS));
            }
            return new SessionConfig(this);
        }

        private Builder set(String key, Object value, Change change) {
            settings.put(key, new Setting(value, change));
            return this;
        }
    }
}
