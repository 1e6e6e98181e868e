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
package io.github.djlint8.zoo.translator;

import io.github.djlint8.api.OptionParser;
import io.github.djlint8.zoo.text.CaseScheme;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The arguments of tagger translators, with what the model's configuration says as defaults.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param aggregation {@code aggregation_strategy}: what becomes of the labels of words
 * @param caseScheme {@code case_scheme}: how the case of words reaches the model
 * @param maxTokens {@code maxLength}: the number of tokens that the model reads at once
 * @param maxBatchTokens {@code maxBatchTokens}: the number of tokens, padding included, that one
 *     run of the model gets; larger batches take several runs. Empty for what suits the device
 * @param padding {@code padding}: whether a run may have sentences of several lengths; without, a
 *     sentence's scores are the same bits whatever else is in its batch
 * @param batchThreads {@code batchThreads}: the number of threads that share the runs of one batch,
 *     by default as many as there are processors
 */
public record TaggerOptions(
        Aggregation aggregation,
        CaseScheme caseScheme,
        int maxTokens,
        OptionalInt maxBatchTokens,
        boolean padding,
        int batchThreads) {

    /**
     * Reads the arguments of a model.
     *
     * @param arguments the arguments; those that others read may be among them
     * @param config the model's configuration
     * @return the options
     * @throws IllegalArgumentException if an argument has a bad value
     */
    public static TaggerOptions of(Map<String, ?> arguments, TaggerConfig config) {
        // Not finished: DJL passes the arguments of engine, server and block in the same map.
        OptionParser parser = new OptionParser("tagger translator", arguments);
        return new TaggerOptions(
                parser.takeEnum("aggregation_strategy", Aggregation.values(), Aggregation::option)
                        .orElse(Aggregation.suiting(config.labels())),
                parser.takeEnum("case_scheme", CaseScheme.values(), CaseScheme::option)
                        .orElse(config.caseScheme()),
                parser.takeInt("maxLength", 1, Integer.MAX_VALUE).orElse(config.maxTokens()),
                parser.takeInt("maxBatchTokens", 1, Integer.MAX_VALUE)
                        .map(OptionalInt::of)
                        .orElse(OptionalInt.empty()),
                parser.takeBoolean("padding").orElse(true),
                parser.takeInt("batchThreads", 1, Short.MAX_VALUE)
                        .orElse(Runtime.getRuntime().availableProcessors()));
    }
}
