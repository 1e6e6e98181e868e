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

import io.github.djlint8.cli.compare.ComparisonReport;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What quantization-aware training led to.
 *
 * @param comparison the models before and after, float and INT8
 * @param distance how far the logits of the INT8 model are from those it was trained to give
 */
public record QuantizationReport(ComparisonReport comparison, LogitDistance distance) {

    /**
     * Returns the report for people.
     *
     * @return a table and a line
     */
    public String toText() {
        return String.format(
                Locale.ROOT,
                "%n%sINT8 model and trained Blocks: the same tag on %.3f %% of %d words, logits"
                        + " within a thousandth on %.2f %%, in the median %.1e apart%n",
                comparison.toText(),
                100 * distance.agreement(),
                distance.words(),
                100 * distance.within(),
                distance.median());
    }

    /**
     * Returns the report for programs.
     *
     * @return names and values
     */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("comparison", comparison.toMap());
        map.put("distance", distance);
        return map;
    }
}
