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
package io.github.djlint8.engine.loading;

import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.api.OptionParser;
import io.github.djlint8.api.Precision;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.engine.session.SessionConfig;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options of a model, parsed.
 *
 * @param precision the precision asked for: option {@code precision}; {@code activations} alone
 *     asks for dynamic ranges, since only they give that choice
 * @param cacheFolder where quantized graphs are kept: option {@code cache}, which is {@code true},
 *     {@code false} or a folder; empty if they are not kept
 * @param quantization how a float graph is quantized
 * @param session the settings of the session
 */
public record ModelOptions(
        Optional<Precision> precision,
        Optional<Path> cacheFolder,
        DynamicConfig quantization,
        SessionConfig session) {

    /** What DJL's loaders and base classes read from the same map. */
    private static final List<String> OTHERS = List.of("modelName", "hasParameter", "epoch");

    /**
     * Parses options.
     *
     * @param owner the engine, for errors
     * @param options the options; may be null
     * @return the options
     * @throws IllegalArgumentException if an option is unknown or a value not allowed; the text
     *     lists what is known
     */
    public static ModelOptions parse(String owner, Map<String, ?> options) {
        OptionParser parser = new OptionParser("engine " + owner, options);
        Optional<Precision> precision =
                parser.takeEnum("precision", Precision.values(), Precision::option);
        Optional<Path> cache = cacheFolder(parser.takeString("cache").orElse("true"));
        if (precision.isEmpty() && options != null && options.containsKey("activations")) {
            precision = Optional.of(Precision.DYNAMIC);
        }
        DynamicConfig quantization = DynamicConfig.parse(parser);
        SessionConfig session = SessionConfig.parse(parser);
        parser.ignore(OTHERS);
        parser.finish();
        return new ModelOptions(precision, cache, quantization, session);
    }

    /**
     * Returns how a float graph is quantized by its calibration table.
     *
     * @return the defaults, with the options that both ways to quantize share
     */
    StaticConfig calibrated() {
        return StaticConfig.builder()
                .optWeights(quantization.weights())
                .optPerChannel(quantization.perChannel())
                .optEmbeddings(quantization.embeddings())
                .optFuse(quantization.fuse())
                .optSkip(quantization.skip().globs())
                .build();
    }

    private static Optional<Path> cacheFolder(String value) {
        try {
            return switch (value) {
                case "true" -> Optional.of(CachedGraphs.defaultCacheFolder());
                case "false" -> Optional.empty();
                case "" -> throw new InvalidPathException(value, "empty");
                default -> Optional.of(Path.of(value));
            };
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "Option cache must be true, false or a folder, found " + value, e);
        }
    }
}
