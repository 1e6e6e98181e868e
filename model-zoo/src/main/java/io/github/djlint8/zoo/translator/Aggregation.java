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

import java.util.List;

/** What becomes of the labels of words in the answer to a text. */
public enum Aggregation {
    /** One entity for each word that has a label other than {@code O}. */
    NONE("none"),
    /**
     * One entity for each span of words in the BIO scheme; a word has its first sub-word's label.
     */
    FIRST("first");

    private final String option;

    Aggregation(String option) {
        this.option = option;
    }

    /**
     * Returns the spelling in options.
     *
     * @return the spelling
     */
    public String option() {
        return option;
    }

    /**
     * Returns what suits a set of labels.
     *
     * @param labels the labels
     * @return {@link #FIRST} if they are those of the BIO scheme
     */
    public static Aggregation suiting(List<String> labels) {
        boolean spans = labels.stream().anyMatch(l -> l.startsWith("B-") || l.startsWith("I-"));
        return spans ? FIRST : NONE;
    }
}
