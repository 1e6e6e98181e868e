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

import io.github.djlint8.zoo.text.CaseScheme;
import io.github.djlint8.zoo.text.SubwordEncoder;
import io.github.djlint8.zoo.text.Window;
import io.github.djlint8.zoo.text.WindowPlanner;
import java.util.List;

/**
 * What all runs of a tagger share: vocabulary, labels, and how sentences become rows.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param encoder splits words into sub-words
 * @param planner cuts sentences into windows
 * @param labels the labels, in the order of the model's output
 * @param caseScheme how the case of words reaches the model
 * @param padTokenId the id that fills up shorter rows
 * @param policy how windows are put together
 * @param prefix the ids before each window
 * @param suffix the ids after each window
 */
record TokenClassifier(
        SubwordEncoder encoder,
        WindowPlanner planner,
        List<String> labels,
        CaseScheme caseScheme,
        int padTokenId,
        BatchPolicy policy,
        int[] prefix,
        int[] suffix) {

    static TokenClassifier of(
            SubwordEncoder encoder,
            TaggerConfig config,
            TaggerOptions options,
            BatchPolicy policy) {
        int[] prefix = encoder.prefix();
        int[] suffix = encoder.suffix();
        return new TokenClassifier(
                encoder,
                new WindowPlanner(options.maxTokens() - prefix.length - suffix.length),
                config.labels(),
                options.caseScheme(),
                config.padTokenId(),
                policy,
                prefix,
                suffix);
    }

    TokenClassifier onOneThread() {
        return new TokenClassifier(
                encoder,
                planner,
                labels,
                caseScheme,
                padTokenId,
                policy.onOneThread(),
                prefix,
                suffix);
    }

    /** Returns the number of tokens of a window's row. */
    int tokens(Window window) {
        return prefix.length + window.subwords() + suffix.length;
    }

    /** Puts windows together to runs of the model. */
    List<List<Window>> batches(List<Window> windows) {
        return new BatchPlanner(policy, prefix.length + suffix.length).plan(windows);
    }
}
