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

import java.util.List;

/**
 * What the columns of a file mean.
 *
 * @param indexed whether the first column counts words and {@code #} begins a comment
 * @param tabs whether only tabs separate columns; otherwise the first row decides, tabs or blanks
 * @param minColumns the least number of columns
 * @param maxColumns the largest number of columns
 * @param word the column of the word
 * @param tags where the tags are, the default first
 */
record ColumnLayout(
        boolean indexed,
        boolean tabs,
        int minColumns,
        int maxColumns,
        int word,
        List<Position> tags) {

    /** Stands for the last column, whatever its number. */
    static final int LAST = -1;

    static final int ANY = 64;

    /**
     * Where a kind of tags is.
     *
     * @param column the kind
     * @param index the index, or {@link #LAST}
     */
    record Position(TagColumn column, int index) {}

    static Position at(TagColumn column, int index) {
        return new Position(column, index);
    }

    String expectation() {
        String count =
                minColumns == maxColumns ? "" + minColumns : minColumns + " to " + maxColumns;
        return count + " columns separated by " + (tabs ? "tabs" : "tabs or blanks");
    }
}
