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

import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.github.djlint8.api.OptionParser;
import java.util.List;
import java.util.Locale;

/** Reads the settings of a session from options that are text. Stateless. */
final class SessionOptionReader {

    /** How the keys of ONNX Runtime's own configuration begin. */
    private static final List<String> ENTRY_PREFIXES =
            List.of("session.", "optimization.", "mlas.", "ep.");

    private static final String LOG_LEVEL_PREFIX = "ORT_LOGGING_LEVEL_";

    private SessionOptionReader() {}

    /** Takes the settings of a session from a parser. */
    static SessionConfig read(OptionParser options) {
        SessionConfig.Builder b = SessionConfig.builder();
        options.takeObject("sessionOptions", SessionOptions.class).ifPresent(b::optBase);
        options.takeInt("intraOpNumThreads", 0, Short.MAX_VALUE).ifPresent(b::optIntraOpNumThreads);
        options.takeInt("interOpNumThreads", 0, Short.MAX_VALUE).ifPresent(b::optInterOpNumThreads);
        options.takeEnum("executionMode", ExecutionMode.values(), Enum::name)
                .ifPresent(b::optExecutionMode);
        options.takeEnum("optLevel", OptLevel.values(), Enum::name).ifPresent(b::optOptLevel);
        options.takeBoolean("memoryPatternOptimization").ifPresent(b::optMemoryPatternOptimization);
        options.takeBoolean("cpuArenaAllocator").ifPresent(b::optCpuArenaAllocator);
        options.takeBoolean("disablePerSessionThreads").ifPresent(b::optDisablePerSessionThreads);
        options.takeBoolean("deterministicCompute").ifPresent(b::optDeterministicCompute);
        readFilesAndLogging(options, b);
        options.takePrefix(SessionConfig.DIMENSION_PREFIX)
                .forEach((key, value) -> b.optDimension(unprefixed(key), dimension(key, value)));
        ENTRY_PREFIXES.forEach(prefix -> options.takePrefix(prefix).forEach(b::optEntry));
        options.takePrefix(SessionConfig.CUDA_PREFIX)
                .forEach((key, value) -> b.optCuda(unprefixed(key), value));
        return b.build();
    }

    private static void readFilesAndLogging(OptionParser options, SessionConfig.Builder b) {
        options.takeString("profilerOutput").ifPresent(b::optProfilerOutput);
        options.takeString("optimizedModelFile").ifPresent(b::optOptimizedModelFile);
        options.takeString("customOpLibrary").ifPresent(b::optCustomOpLibrary);
        options.takeString("customOpFunction").ifPresent(b::optCustomOpFunction);
        options.takeString("loggerId").ifPresent(b::optLoggerId);
        options.takeEnum("logLevel", OrtLoggingLevel.values(), SessionOptionReader::spelling)
                .ifPresent(b::optLogLevel);
        options.takeInt("logVerbosity", 0, Short.MAX_VALUE).ifPresent(b::optLogVerbosity);
    }

    /** Returns how options spell a level. */
    static String spelling(OrtLoggingLevel level) {
        return level.name().substring(LOG_LEVEL_PREFIX.length()).toLowerCase(Locale.ROOT);
    }

    private static String unprefixed(String key) {
        return key.substring(key.indexOf('.') + 1);
    }

    private static long dimension(String key, String value) {
        try {
            long size = Long.parseLong(value);
            if (size > 0) {
                return size;
            }
        } catch (NumberFormatException ignored) {
            // reported below
        }
        throw new IllegalArgumentException(
                "Option " + key + " must be a whole number above 0, found " + value);
    }
}
