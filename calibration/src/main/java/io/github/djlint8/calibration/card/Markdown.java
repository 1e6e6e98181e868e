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
final class Markdown {

    private static final int MAX_CELL = 500;

    private final StringBuilder text = new StringBuilder();

    Markdown heading(int level, String title) {
        return line((text.isEmpty() ? "" : "\n") + "#".repeat(level) + " " + title + "\n");
    }

    Markdown line(String line) {
        text.append(line).append('\n');
        return this;
    }

    /** Begins a table. */
    Markdown head(String... columns) {
        return row((Object[]) columns).line("|" + "---|".repeat(columns.length));
    }

    /** Adds a row; what would end a cell or a row is made harmless. */
    Markdown row(Object... cells) {
        return line(
                Arrays.stream(cells)
                        .map(cell -> cell(String.valueOf(cell)))
                        .collect(Collectors.joining(" | ", "| ", " |")));
    }

    private static String cell(String text) {
        String line = text.strip().replaceAll("\\s*\\R\\s*", "; ").replace("|", "\\|");
        return line.length() > MAX_CELL ? line.substring(0, MAX_CELL) + "..." : line;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
