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
package io.github.djlint8.cli.tag;

import java.util.List;

/** A line for each word with its tags in columns, and an empty line after each sentence. */
public final class TextTagWriter implements TagWriter {

    private static final String GAP = "  ";
    private static final String OUTSIDE = "O";

    /** {@inheritDoc} */
    @Override
    public String write(TaggedText tagged) {
        List<String> words = tagged.sentence().words();
        int wordWidth = width(words);
        int posWidth = tagged.pos().map(TextTagWriter::width).orElse(0);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            int index = i;
            StringBuilder line = new StringBuilder(padded(words.get(i), wordWidth));
            tagged.pos()
                    .ifPresent(pos -> line.append(GAP).append(padded(pos.get(index), posWidth)));
            tagged.ner().ifPresent(ner -> line.append(GAP).append(shown(ner.get(index))));
            lines.append(line.toString().stripTrailing()).append('\n');
        }
        return lines.append('\n').toString();
    }

    private static String shown(String entity) {
        return OUTSIDE.equals(entity) ? "-" : entity;
    }

    private static int width(List<String> cells) {
        return cells.stream().mapToInt(TextTagWriter::length).max().orElse(0);
    }

    private static String padded(String cell, int width) {
        return cell + " ".repeat(width - length(cell));
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
