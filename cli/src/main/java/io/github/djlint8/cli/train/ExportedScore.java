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
package io.github.djlint8.cli.train;

import java.util.Locale;

/**
 * How a written model does in ONNX Runtime.
 *
 * @param score the score on the held-out corpus
 * @param agreement the share of words that it tags as the trained model does
 * @param int8 the same of its INT8 form
 */
public record ExportedScore(double score, double agreement, Int8Score int8) {

    /**
     * How a written model does in engine Int8 as it comes; after quantization-aware training, how
     * the INT8 model beside it does.
     *
     * @param ranges where the ranges of activations come from
     * @param score the score on the held-out corpus
     * @param agreement the share of words that it tags as the trained model does
     */
    public record Int8Score(String ranges, double score, double agreement) {}

    /**
     * Returns the lines of a report for people.
     *
     * @param measure the name of the score
     * @return two lines
     */
    public String toText(String measure) {
        return String.format(
                Locale.ROOT,
                "Exported model in ONNX Runtime: %s %.4f, the same tag on %.3f %% of words%n"
                        + "In INT8 with %s: %s %.4f, the same tag on %.3f %% of words%n",
                measure,
                score,
                100 * agreement,
                int8.ranges(),
                measure,
                int8.score(),
                100 * int8.agreement());
    }
}
