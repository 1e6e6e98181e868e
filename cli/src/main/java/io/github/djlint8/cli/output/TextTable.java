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
package io.github.djlint8.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table of plain text: text columns to the left, columns of numbers to the right.
 *
 * <p>Not safe for use by many threads.
 */
public final class TextTable {

    private static final String DIGITS = "[-+x]?[0-9][0-9.]*";
    private static final String NUMBER = DIGITS + "(\\.\\." + DIGITS + ")?( ?[%a-zA-Z]{1,5})?";
    private static final String GAP = "  ";

    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * Creates a table.
     *
     * @param head the names of the columns
     */
    public TextTable(String... head) {
        this.head = List.of(head);
    }

    /**
     * Adds a row.
     *
     * @param cells a cell for each column
     * @return this
     * @throws IllegalArgumentException if there are not as many cells as columns
     */
    public TextTable row(Object... cells) {
        if (cells.length != head.size()) {
            throw new IllegalArgumentException(
                    "A row has " + cells.length + " cells, the table " + head.size() + " columns");
        }
        rows.add(List.of(cells).stream().map(String::valueOf).toList());
        return this;
    }

    /** {@inheritDoc} */
    @Override
    public String toString() {
        int[] widths = IntStream.range(0, head.size()).map(this::width).toArray();
        boolean[] numeric = new boolean[widths.length];
        IntStream.range(0, widths.length).forEach(c -> numeric[c] = isNumeric(c));
        StringBuilder text = new StringBuilder();
        append(text, head, widths, numeric);
        rows.forEach(row -> append(text, row, widths, numeric));
        return text.toString();
    }

    private int width(int column) {
        return IntStream.concat(
                        IntStream.of(length(head.get(column))),
                        rows.stream().mapToInt(row -> length(row.get(column))))
                .max()
                .orElseThrow();
    }

    private boolean isNumeric(int column) {
        return rows.stream()
                .map(row -> row.get(column))
                .allMatch(cell -> cell.isEmpty() || cell.equals("-") || cell.matches(NUMBER));
    }

    private static void append(
            StringBuilder text, List<String> cells, int[] widths, boolean[] numeric) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < widths.length; c++) {
            String blanks = " ".repeat(widths[c] - length(cells.get(c)));
            line.append(c == 0 ? "" : GAP);
            line.append(numeric[c] ? blanks + cells.get(c) : cells.get(c) + blanks);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
