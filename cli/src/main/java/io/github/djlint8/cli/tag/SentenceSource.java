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

import io.github.djlint8.zoo.text.EnglishTextSplitter;
import io.github.djlint8.zoo.text.Sentence;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads sentences from a text of any length, in bounded memory.
 *
 * <p>Not safe for use by many threads; owns its reader.
 */
public final class SentenceSource implements Closeable {

    /** Where raw text has no blank line for so long, it is cut at the next white space. */
    private static final int MAX_PARAGRAPH_CHARS = 1 << 16;

    /** Without white space it is cut here. */
    private static final int MAX_WORD_CHARS = 1 << 18;

    private final String name;
    private final BufferedReader reader;
    private final InputUnit unit;
    private final EnglishTextSplitter splitter;
    private long position;

    /**
     * Creates a source.
     *
     * @param name the name of the input, for errors
     * @param reader the text, closed with this source
     * @param unit what the text is made of
     * @param splitter finds sentences and words
     */
    public SentenceSource(
            String name, Reader reader, InputUnit unit, EnglishTextSplitter splitter) {
        this.name = name;
        this.reader = new BufferedReader(reader);
        this.unit = unit;
        this.splitter = splitter;
    }

    /**
     * Reads sentences until there are enough or the text ends.
     *
     * @param enough how many are enough; there may be more, since a paragraph is not cut
     * @return the sentences, none at the end of the text
     * @throws IOException if the text cannot be read or is not UTF-8
     */
    public List<TextSentence> read(int enough) throws IOException {
        List<TextSentence> sentences = new ArrayList<>();
        while (sentences.size() < enough) {
            String part = readPart();
            if (part.isEmpty()) {
                break;
            }
            for (Sentence sentence : unit.split(part, splitter)) {
                sentences.add(TextSentence.of(part, position, sentence));
            }
            position += part.length();
        }
        return sentences;
    }

    /**
     * Returns how much was read.
     *
     * @return the number of chars
     */
    public long position() {
        return position;
    }

    /** {@inheritDoc} */
    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** Reads up to and with the end of a line, or of a paragraph; empty at the end of the text. */
    private String readPart() throws IOException {
        StringBuilder part = new StringBuilder();
        boolean blankLine = true;
        try {
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                part.append((char) c);
                boolean end = c == '\n' && (unit != InputUnit.TEXT || blankLine);
                if (end || isTooLong(part.length(), (char) c)) {
                    break;
                }
                blankLine = c == '\n' || blankLine && Character.isWhitespace(c);
            }
        } catch (CharacterCodingException e) {
            throw new IOException(name + " is not UTF-8 text", e);
        }
        return part.toString();
    }

    private static boolean isTooLong(int length, char last) {
        return length >= MAX_PARAGRAPH_CHARS && Character.isWhitespace(last)
                || length >= MAX_WORD_CHARS && !Character.isHighSurrogate(last);
    }
}
