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
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads files with a word in each line and a blank line behind each sentence. */
final class ColumnReader extends FileCorpusReader {

    /** The first column of the rows that separate documents. */
    static final String DOCUMENT = "-DOCSTART-";

    private static final Logger logger = LoggerFactory.getLogger(ColumnReader.class);
    private static final Pattern BLANKS = Pattern.compile(" +");
    private static final Pattern WORD_INDEX = Pattern.compile("\\d+");
    private static final Pattern SKIPPED_INDEX = Pattern.compile("\\d+[-.]\\d+");
    private static final Pattern SENTENCE_ID = Pattern.compile("#\\s*sent_id\\s*=\\s*(\\S.*)");

    private final ColumnLayout layout;
    private final TagColumn column;
    private final int tagIndex;
    private final TagScheme scheme;
    private final boolean dropBlankWords;
    private final boolean wordsOnly;
    private final List<String> words = new ArrayList<>();
    private final List<String> tags = new ArrayList<>();
    private final List<Long> wordLines = new ArrayList<>();
    private String id;
    private int index;
    private int columns;
    private long firstRow;
    private boolean tabs;

    /**
     * Opens a file.
     *
     * @param source the file and how to read it
     * @param format a format with columns
     * @param column which tags to read
     * @param scheme the scheme that the tags must obey; null to hand them out as they are
     */
    ColumnReader(CorpusSource source, CorpusFormat format, TagColumn column, TagScheme scheme)
            throws IOException {
        super(source);
        layout = format.layout();
        this.column = column;
        tagIndex = layout.tags().get(format.columns().indexOf(column)).index();
        this.scheme = scheme;
        dropBlankWords = source.dropBlankWords();
        wordsOnly = source.wordsOnly();
    }

    /** The line of a word of the sentence that was read last. */
    long lineOf(int word) {
        return wordLines.get(word);
    }

    @Override
    TaggedSentence read() {
        begin();
        String line;
        while ((line = lines().next()) != null) {
            if (line.isBlank() || isDocumentStart(line)) {
                if (!words.isEmpty()) {
                    return sentence();
                }
                begin();
            } else if (layout.indexed() && line.startsWith("#")) {
                readComment(line);
            } else {
                readRow(line);
            }
        }
        return words.isEmpty() ? null : sentence();
    }

    private void begin() {
        words.clear();
        tags.clear();
        wordLines.clear();
        id = "";
        index = 0;
    }

    private boolean isDocumentStart(String line) {
        return !layout.indexed() && line.startsWith(DOCUMENT);
    }

    private void readComment(String line) {
        var match = SENTENCE_ID.matcher(line);
        if (match.matches()) {
            id = match.group(1).strip();
        }
    }

    private void readRow(String line) {
        String[] cells = split(line);
        if (layout.indexed() && !countWord(cells[0])) {
            return;
        }
        String word = cells[layout.word()].strip();
        String tag = cells[tagIndex == ColumnLayout.LAST ? columns - 1 : tagIndex].strip();
        if (!wordsOnly && (tag.isEmpty() || (!column.spans() && tag.equals("_")))) {
            throw malformed(
                    "expected a tag in the column "
                            + column.option()
                            + ", found '"
                            + tag
                            + "' for the word '"
                            + word
                            + "'");
        }
        if (word.isEmpty()) {
            dropBlank(tag);
            return;
        }
        words.add(word);
        tags.add(tag);
        wordLines.add(lines().number());
        checkSize(words.size());
    }

    private String[] split(String line) {
        boolean first = columns == 0;
        if (first) {
            tabs = layout.tabs() || line.indexOf('\t') >= 0;
        }
        String[] cells = tabs ? line.split("\t", -1) : BLANKS.split(line);
        if (first) {
            if (cells.length < layout.minColumns() || cells.length > layout.maxColumns()) {
                throw malformed("expected " + layout.expectation() + ", found " + cells.length);
            }
            columns = cells.length;
            firstRow = lines().number();
        } else if (cells.length != columns) {
            throw malformed(
                    "expected "
                            + columns
                            + " columns separated by "
                            + (tabs ? "tabs" : "blanks")
                            + " as in line "
                            + firstRow
                            + ", found "
                            + cells.length);
        }
        return cells;
    }

    /** Whether the row is a word, and not a range of words or an empty node. */
    private boolean countWord(String cell) {
        if (SKIPPED_INDEX.matcher(cell).matches()) {
            return false;
        }
        index++;
        if (!WORD_INDEX.matcher(cell).matches() || !cell.equals(String.valueOf(index))) {
            throw malformed(
                    "expected the word index "
                            + index
                            + ", found '"
                            + cell
                            + (index > 1 && cell.equals("1")
                                    ? "': is the blank line between sentences missing?"
                                    : "'"));
        }
        return true;
    }

    private void dropBlank(String tag) {
        if (!dropBlankWords || !tag.equals("O")) {
            throw malformed(
                    "the tag "
                            + tag
                            + " without a word"
                            + (tag.equals("O") && !dropBlankWords
                                    ? ": remove the line, or read with optDropBlankWords(true)"
                                            + " where the corpus is opened from Java"
                                    : ""));
        }
        boolean delivers = scheme != null || !column.spans();
        if (delivers) {
            logger.warn("{}:{}: dropped a blank word with the tag O", path(), lines().number());
        }
    }

    private TaggedSentence sentence() {
        List<String> result = wordsOnly ? List.of() : tags;
        if (scheme != null) {
            scheme.findViolation(tags)
                    .ifPresent(
                            v -> {
                                throw malformed(lineOf(v.index()), v.reason());
                            });
            result = TagScheme.toIob2(tags);
        }
        return new TaggedSentence(words, result, id);
    }

    private MalformedCorpusException malformed(String message) {
        return malformed(lines().number(), message);
    }
}
