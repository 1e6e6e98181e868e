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
package io.github.djlint8.calibration.corpus;

/** What the tags of a column say about words. */
public enum TagColumn {
    /** Universal part of speech. */
    UPOS("upos", false),
    /** Part of speech in the tag set of the language or treebank. */
    XPOS("xpos", false),
    /** Syntactic chunks, in a tag scheme. */
    CHUNK("chunk", true),
    /** Named entities, in a tag scheme. */
    NER("ner", true);

    private final String option;
    private final boolean spans;

    TagColumn(String option, boolean spans) {
        this.option = option;
        this.spans = spans;
    }

    /**
     * Returns the spelling in options and files.
     *
     * @return the spelling
     */
    public String option() {
        return option;
    }

    /**
     * Returns whether the tags describe spans in one of the {@linkplain TagScheme schemes}.
     *
     * @return whether the tags describe spans
     */
    public boolean spans() {
        return spans;
    }
}
