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

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Guesses the format of a file; what is not clear is an error, never plain text. */
final class FormatDetector {

    private static final int ROWS = 200;
    private static final Pattern INDEX = Pattern.compile("\\d+([-.]\\d+)?");
    private static final Pattern TAG = Pattern.compile("O|[BIES]-\\S+");
    private static final Pattern BLANKS = Pattern.compile(" +");

    private FormatDetector() {}

    static CorpusFormat detect(Path file) throws IOException {
        String name = plainName(file);
        if (name.endsWith(".conllu")) {
            return CorpusFormat.CONLLU;
        }
        Map<CorpusFormat, Integer> votes = new EnumMap<>(CorpusFormat.class);
        int rows = 0;
        try (CorpusLines lines = new CorpusLines(file, CorpusSource.MAX_LINE_BYTES)) {
            String line;
            while (rows < ROWS && (line = lines.next()) != null) {
                if (!line.isBlank() && !isComment(line)) {
                    rows++;
                    votes.merge(classify(line), 1, Integer::sum);
                }
            }
        }
        for (Map.Entry<CorpusFormat, Integer> vote : votes.entrySet()) {
            if (2 * vote.getValue() > rows && accepts(vote.getKey(), name)) {
                return vote.getKey();
            }
        }
        String found = rows == 0 ? "the file holds no sentence" : "it looks like none for sure";
        throw new MalformedCorpusException(
                file, 0, "cannot tell the format, " + found + ": choose one of " + options());
    }

    private static boolean accepts(CorpusFormat format, String name) {
        return format != CorpusFormat.TEXT
                || name.endsWith(".txt")
                || name.endsWith(".text")
                || name.indexOf('.') < 0;
    }

    private static CorpusFormat classify(String line) {
        boolean tabs = line.indexOf('\t') >= 0;
        String[] cells = tabs ? line.split("\t", -1) : BLANKS.split(line);
        boolean indexed = tabs && INDEX.matcher(cells[0]).matches();
        if (indexed && cells.length == 10) {
            return CorpusFormat.CONLLU;
        }
        if (indexed && cells.length > 2 && isTag(cells[2])) {
            return CorpusFormat.UNER;
        }
        if (cells.length < 2 || !isTag(cells[cells.length - 1])) {
            return CorpusFormat.TEXT;
        }
        return cells.length == 4 && (isTag(cells[2]) || cells[0].equals(ColumnReader.DOCUMENT))
                ? CorpusFormat.CONLL2003
                : CorpusFormat.BIO;
    }

    private static boolean isComment(String line) {
        return line.startsWith("# ")
                && line.indexOf('\t') < 0
                && classify(line) == CorpusFormat.TEXT;
    }

    private static boolean isTag(String cell) {
        return TAG.matcher(cell).matches();
    }

    private static String plainName(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return CorpusLines.isGzipName(file) ? name.substring(0, name.length() - 3) : name;
    }

    private static String options() {
        StringBuilder text = new StringBuilder();
        for (CorpusFormat format : CorpusFormat.values()) {
            text.append(text.isEmpty() ? "" : ", ").append(format.option());
        }
        return text.toString();
    }
}
