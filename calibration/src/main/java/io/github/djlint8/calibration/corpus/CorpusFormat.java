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

import static io.github.djlint8.calibration.corpus.ColumnLayout.ANY;
import static io.github.djlint8.calibration.corpus.ColumnLayout.LAST;
import static io.github.djlint8.calibration.corpus.ColumnLayout.at;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The layouts of corpus files; every one may be gzipped. */
public enum CorpusFormat {
    /**
     * CoNLL-U of Universal Dependencies, ten columns. Ranges of multiword tokens and empty nodes
     * are skipped, so that the words are the syntactic words.
     */
    CONLLU(
            "conllu",
            new ColumnLayout(
                    true, true, 10, 10, 1, List.of(at(TagColumn.UPOS, 3), at(TagColumn.XPOS, 4)))),
    /** CoNLL-2003: word, part of speech, chunk, entity; {@code -DOCSTART-} rows are skipped. */
    CONLL2003(
            "conll2003",
            new ColumnLayout(
                    false,
                    false,
                    4,
                    4,
                    0,
                    List.of(at(TagColumn.NER, 3), at(TagColumn.CHUNK, 2), at(TagColumn.XPOS, 1)))),
    /** Universal NER: index, word, entity, and columns about the annotation. */
    UNER("uner", new ColumnLayout(true, true, 3, ANY, 1, List.of(at(TagColumn.NER, 2)))),
    /**
     * Word first and tag last, as in WNUT-17, the Broad Twitter Corpus and Wikigold; {@code
     * -DOCSTART-} rows are skipped.
     */
    BIO(
            "bio",
            new ColumnLayout(
                    false,
                    false,
                    2,
                    ANY,
                    0,
                    List.of(
                            at(TagColumn.NER, LAST),
                            at(TagColumn.CHUNK, LAST),
                            at(TagColumn.UPOS, LAST),
                            at(TagColumn.XPOS, LAST)))),
    /** One sentence in each line, words separated by white space, no tags. */
    TEXT("text", null);

    private final String option;
    private final ColumnLayout layout;

    CorpusFormat(String option, ColumnLayout layout) {
        this.option = option;
        this.layout = layout;
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
     * Returns the kinds of tags that a file of this format can hold.
     *
     * @return the kinds, the default first; empty for plain text
     */
    public List<TagColumn> columns() {
        return layout == null
                ? List.of()
                : layout.tags().stream().map(ColumnLayout.Position::column).toList();
    }

    /**
     * Finds out the format of a file from its extension and its first lines.
     *
     * @param file the file
     * @return the format
     * @throws MalformedCorpusException if the format is not clear
     * @throws IOException if the file cannot be read
     */
    public static CorpusFormat detect(Path file) throws IOException {
        return FormatDetector.detect(file);
    }

    ColumnLayout layout() {
        return layout;
    }
}
