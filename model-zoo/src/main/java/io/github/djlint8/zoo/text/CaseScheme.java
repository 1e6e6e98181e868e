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
package io.github.djlint8.zoo.text;

import com.google.gson.annotations.SerializedName;

/** How the case of words reaches an encoder. */
public enum CaseScheme {
    /** The sub-words carry it, or nothing does. */
    @SerializedName("none")
    NONE("none"),
    /**
     * An uncased encoder reads it from {@code token_type_ids}: 1 for all sub-words of a word that
     * begins with an upper-case letter.
     */
    @SerializedName("token_type_ids")
    TOKEN_TYPE_IDS("token_type_ids");

    private final String option;

    CaseScheme(String option) {
        this.option = option;
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
     * Returns whether the encoder must have an input for token types.
     *
     * @return whether it must
     */
    public boolean needsTokenTypes() {
        return this == TOKEN_TYPE_IDS;
    }

    /**
     * Returns the token type of the sub-words of a word.
     *
     * @param word the word
     * @return 1 or 0
     */
    public int tokenType(String word) {
        boolean upper = !word.isEmpty() && Character.isUpperCase(word.codePointAt(0));
        return this == TOKEN_TYPE_IDS && upper ? 1 : 0;
    }
}
