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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A corpus file and how to read it.
 *
 * <p>Immutable and safe for use by many threads; each {@link #open()} reads the file anew.
 */
public final class CorpusSource {

    /** How long a line may be unless said otherwise, in bytes. */
    public static final int MAX_LINE_BYTES = 1 << 20;

    /** How many words a sentence may have unless said otherwise. */
    public static final int MAX_WORDS = 10_000;

    private final Path path;
    private final CorpusFormat format;
    private final TagColumn column;
    private final TagScheme scheme;
    private final long limit;
    private final double share;
    private final boolean dropBlankWords;
    private final boolean wordsOnly;
    private final int maxWords;
    private final int maxLineBytes;

    private CorpusSource(Builder builder) {
        path = builder.path;
        format = builder.format;
        column = builder.column;
        scheme = builder.scheme;
        limit = builder.limit;
        share = builder.share;
        dropBlankWords = builder.dropBlankWords;
        wordsOnly = builder.wordsOnly;
        maxWords = builder.maxWords;
        maxLineBytes = builder.maxLineBytes;
    }

    /**
     * Creates a source with everything found out from the file.
     *
     * @param path the file
     * @return the source
     */
    public static CorpusSource of(Path path) {
        return builder().setPath(path).build();
    }

    /**
     * Creates a builder.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Opens the file. Where the scheme of span tags is not given, the file is first read once to
     * find it out.
     *
     * @return a reader that the caller closes
     * @throws MalformedCorpusException if format or scheme are not clear
     * @throws IllegalArgumentException if the format does not have the chosen column
     * @throws IOException if the file cannot be opened
     */
    public CorpusReader open() throws IOException {
        CorpusFormat known = resolveFormat();
        TagColumn tags = resolveColumn(known);
        if (tags == null) {
            return new PlainTextReader(this);
        }
        if (wordsOnly) {
            return new ColumnReader(this, known, tags, null);
        }
        TagScheme obeyed = scheme;
        if (tags.spans() && obeyed == null) {
            obeyed = SchemeDetector.detect(this, known, tags);
        }
        return new ColumnReader(this, known, tags, tags.spans() ? obeyed : null);
    }

    /**
     * Finds out which tags are read.
     *
     * @return the column; empty if the format has no tags, or only words are read
     * @throws MalformedCorpusException if the format is not clear
     * @throws IllegalArgumentException if the format does not have the chosen column
     * @throws IOException if the file cannot be opened
     */
    public Optional<TagColumn> tags() throws IOException {
        return wordsOnly ? Optional.empty() : Optional.ofNullable(resolveColumn(resolveFormat()));
    }

    /**
     * Finds the first word whose tag is of some kind.
     *
     * @param wanted tells the tags, spelt as in the file
     * @return where it is; empty if no tag is of this kind, or no tags are read
     * @throws MalformedCorpusException if the file does not hold what its format asks for
     * @throws IOException if the file cannot be opened
     */
    public Optional<TagPlace> findTag(Predicate<String> wanted) throws IOException {
        CorpusFormat known = resolveFormat();
        TagColumn tags = resolveColumn(known);
        if (tags == null || wordsOnly) {
            return Optional.empty();
        }
        try (ColumnReader reader = new ColumnReader(this, known, tags, null)) {
            while (reader.hasNext()) {
                List<String> found = reader.next().tags();
                for (int i = 0; i < found.size(); i++) {
                    if (wanted.test(found.get(i))) {
                        return Optional.of(new TagPlace(path, reader.lineOf(i), found.get(i)));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private CorpusFormat resolveFormat() throws IOException {
        return format == null ? CorpusFormat.detect(path) : format;
    }

    private TagColumn resolveColumn(CorpusFormat known) {
        List<TagColumn> columns = known.columns();
        if (column == null) {
            return columns.isEmpty() ? null : columns.get(0);
        }
        if (!columns.contains(column)) {
            throw new IllegalArgumentException(
                    path
                            + ": the format "
                            + known.option()
                            + " has no column "
                            + column.option()
                            + ", only "
                            + columns.stream().map(TagColumn::option).toList());
        }
        return column;
    }

    /**
     * Opens the file as a stream.
     *
     * @return a stream that the caller closes, and with it the file
     * @throws IOException if the file cannot be opened
     */
    public Stream<TaggedSentence> stream() throws IOException {
        return open().stream();
    }

    /**
     * Reads all sentences into memory.
     *
     * @return the sentences
     * @throws IOException if the file cannot be opened
     */
    public List<TaggedSentence> readAll() throws IOException {
        List<TaggedSentence> sentences = new ArrayList<>();
        try (CorpusReader reader = open()) {
            reader.forEachRemaining(sentences::add);
        }
        return List.copyOf(sentences);
    }

    /**
     * Returns the file.
     *
     * @return the file
     */
    public Path path() {
        return path;
    }

    /**
     * Returns how many sentences are read at most, from the start of the file.
     *
     * @return the limit
     */
    public long limit() {
        return limit;
    }

    /**
     * Returns the weight of this source among others in a sample.
     *
     * @return the share
     */
    public double share() {
        return share;
    }

    boolean wordsOnly() {
        return wordsOnly;
    }

    boolean dropBlankWords() {
        return dropBlankWords;
    }

    int maxWords() {
        return maxWords;
    }

    int maxLineBytes() {
        return maxLineBytes;
    }

    /** {@inheritDoc} */
    @Override
    public String toString() {
        return path.toString();
    }

    /** Builds a {@link CorpusSource}. */
    public static final class Builder {

        private Path path;
        private CorpusFormat format;
        private TagColumn column;
        private TagScheme scheme;
        private long limit = Long.MAX_VALUE;
        private double share = 1;
        private boolean dropBlankWords;
        private boolean wordsOnly;
        private int maxWords = MAX_WORDS;
        private int maxLineBytes = MAX_LINE_BYTES;

        private Builder() {}

        /**
         * Sets the file.
         *
         * @param value the file
         * @return this builder
         */
        public Builder setPath(Path value) {
            path = value;
            return this;
        }

        /**
         * Sets the format; found out from the file by default.
         *
         * @param value the format
         * @return this builder
         */
        public Builder optFormat(CorpusFormat value) {
            format = value;
            return this;
        }

        /**
         * Sets which tags to read; the first of {@link CorpusFormat#columns()} by default.
         *
         * @param value the column
         * @return this builder
         */
        public Builder optColumn(TagColumn value) {
            column = value;
            return this;
        }

        /**
         * Sets the scheme that span tags must obey; found out from the file by default.
         *
         * @param value the scheme
         * @return this builder
         */
        public Builder optScheme(TagScheme value) {
            scheme = value;
            return this;
        }

        /**
         * Sets how many sentences are read at most, from the start of the file; all by default.
         *
         * @param value the limit, at least 1
         * @return this builder
         */
        public Builder optLimit(long value) {
            limit = value;
            return this;
        }

        /**
         * Sets the weight of this source among others in a sample; 1 by default.
         *
         * @param value the share, above 0
         * @return this builder
         */
        public Builder optShare(double value) {
            share = value;
            return this;
        }

        /**
         * Sets whether rows with the tag {@code O} and a word of nothing but white space are
         * dropped with a warning; false by default, they are errors. The Broad Twitter Corpus has a
         * few.
         *
         * @param value whether to drop them
         * @return this builder
         */
        public Builder optDropBlankWords(boolean value) {
            dropBlankWords = value;
            return this;
        }

        /**
         * Sets whether tags are passed over, whatever they are; false by default.
         *
         * @param value whether sentences have words only
         * @return this builder
         */
        public Builder optWordsOnly(boolean value) {
            wordsOnly = value;
            return this;
        }

        /**
         * Sets how many words a sentence may have; {@link CorpusSource#MAX_WORDS} by default.
         *
         * @param value the limit, at least 1
         * @return this builder
         */
        public Builder optMaxWords(int value) {
            maxWords = value;
            return this;
        }

        /**
         * Sets how long a line may be; {@link CorpusSource#MAX_LINE_BYTES} by default.
         *
         * @param value the limit in bytes, at least 1
         * @return this builder
         */
        public Builder optMaxLineBytes(int value) {
            maxLineBytes = value;
            return this;
        }

        /**
         * Builds the source.
         *
         * @return the source
         * @throws IllegalArgumentException if a value is out of its range
         */
        public CorpusSource build() {
            Objects.requireNonNull(path, "path");
            require(limit >= 1, "limit", "at least 1", limit);
            require(
                    share > 0 && share < Double.POSITIVE_INFINITY,
                    "share",
                    "above 0 and finite",
                    share);
            require(maxWords >= 1, "maxWords", "at least 1", maxWords);
            require(maxLineBytes >= 1, "maxLineBytes", "at least 1", maxLineBytes);
            return new CorpusSource(this);
        }

        private void require(boolean ok, String name, String expected, Number found) {
            if (!ok) {
                throw new IllegalArgumentException(
                        path + ": " + name + " must be " + expected + ", found " + found);
            }
        }
    }
}
