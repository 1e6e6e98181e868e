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
package io.github.djlint8.calibration.card;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Collects a page of Markdown. Not safe for use by many threads. */
public final class Markdown {

    private static final int MAX_CELL = 500;

    private final StringBuilder text = new StringBuilder();

    /** Creates an empty page. */
    public Markdown() {
        // Nothing to set; the constructor is here to carry its comment.
    }

    /**
     * Adds a heading.
     *
     * @param level 1 for the title of the page
     * @param title the text
     * @return this page
     */
    public Markdown heading(int level, String title) {
        return line((text.isEmpty() ? "" : "\n") + "#".repeat(level) + " " + title + "\n");
    }

    /**
     * Adds a line.
     *
     * @param line the text, in Markdown
     * @return this page
     */
    public Markdown line(String line) {
        text.append(line).append('\n');
        return this;
    }

    /**
     * Begins a table.
     *
     * @param columns the titles of its columns
     * @return this page
     */
    public Markdown head(String... columns) {
        return row((Object[]) columns).line("|" + "---|".repeat(columns.length));
    }

    /**
     * Adds a row; what would end a cell or a row is made harmless.
     *
     * @param cells the cells
     * @return this page
     */
    public Markdown row(Object... cells) {
        return line(
                Arrays.stream(cells)
                        .map(cell -> cell(String.valueOf(cell)))
                        .collect(Collectors.joining(" | ", "| ", " |")));
    }

    private static String cell(String text) {
        String line = text.strip().replaceAll("\\s*\\R\\s*", "; ").replace("|", "\\|");
        return line.length() > MAX_CELL ? line.substring(0, MAX_CELL) + "..." : line;
    }

    /** {@inheritDoc} */
    @Override
    public String toString() {
        return text.toString();
    }
}
