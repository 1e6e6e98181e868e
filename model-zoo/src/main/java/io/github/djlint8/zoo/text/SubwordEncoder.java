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
package io.github.djlint8.zoo.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Splits words into the sub-words of an encoder's vocabulary, each word by itself.
 *
 * <p>Words that were seen before come from a cache. The native tokenizer only reads its state to
 * encode, so that many threads may share one encoder. The encoder owns the native tokenizer; {@link
 * #close()} frees it and may be called twice, but not while another thread encodes.
 */
public final class SubwordEncoder implements AutoCloseable {

    private static final String FILE = "tokenizer.json";
    private static final int CACHED_WORDS = 20_000;
    private static final char REPLACEMENT = '\uFFFD';

    private final HuggingFaceTokenizer tokenizer;
    private final WordCache cache = new WordCache(CACHED_WORDS);
    private final String beforeWord;
    private final int[] prefix;
    private final int[] suffix;
    private final int[] unknown;

    private SubwordEncoder(HuggingFaceTokenizer tokenizer, TokenizerFile file) {
        this.tokenizer = tokenizer;
        beforeWord = file.spaceBeforeWords() ? " " : "";
        Encoding probe = tokenizer.encode("a", true, false);
        int[] ids = toInts(probe.getIds());
        long[] special = probe.getSpecialTokenMask();
        int first = 0;
        while (first < ids.length && special[first] != 0) {
            first++;
        }
        int last = ids.length;
        while (last > first && special[last - 1] != 0) {
            last--;
        }
        prefix = Arrays.copyOfRange(ids, 0, first);
        suffix = Arrays.copyOfRange(ids, last, ids.length);
        unknown = new int[] {file.unknownId() >= 0 ? file.unknownId() : ids[0]};
    }

    /**
     * Opens the tokenizer of a model folder.
     *
     * @param folder the folder, with a {@code tokenizer.json}
     * @return the encoder
     * @throws FileNotFoundException if the folder has no tokenizer
     * @throws IOException if the tokenizer cannot be read
     */
    public static SubwordEncoder open(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException("Model folder " + folder + " has no " + FILE);
        }
        TokenizerFile facts = TokenizerFile.read(file);
        HuggingFaceTokenizer tokenizer = openNative(file);
        try {
            return new SubwordEncoder(tokenizer, facts);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    private static HuggingFaceTokenizer openNative(Path file) throws IOException {
        Map<String, String> options = Map.of("truncation", "false", "padding", "false");
        try {
            return HuggingFaceTokenizer.newInstance(file, options);
        } catch (RuntimeException e) {
            // The native library has no narrower type for content that it does not accept.
            throw new IOException("Tokenizer " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Returns the ids of the special tokens before a sequence.
     *
     * @return a copy of the ids
     */
    public int[] prefix() {
        return prefix.clone();
    }

    /**
     * Returns the ids of the special tokens after a sequence.
     *
     * @return a copy of the ids
     */
    public int[] suffix() {
        return suffix.clone();
    }

    /**
     * Encodes words.
     *
     * @param words the words
     * @return the ids of the sub-words of each word, at least one; a word of which nothing is left,
     *     such as a control character, is the unknown token
     */
    public int[][] encode(List<String> words) {
        int[][] ids = new int[words.size()][];
        Map<String, int[]> missing = new LinkedHashMap<>();
        for (int i = 0; i < ids.length; i++) {
            ids[i] = cache.get(words.get(i));
            if (ids[i] == null) {
                missing.put(words.get(i), unknown);
            }
        }
        if (!missing.isEmpty()) {
            encodeMissing(missing);
            for (int i = 0; i < ids.length; i++) {
                if (ids[i] == null) {
                    ids[i] = missing.get(words.get(i));
                }
            }
        }
        return ids;
    }

    /** Frees the native tokenizer. */
    @Override
    public void close() {
        tokenizer.close();
    }

    private void encodeMissing(Map<String, int[]> missing) {
        String[] words = missing.keySet().toArray(new String[0]);
        String[] clean = new String[words.length];
        for (int i = 0; i < words.length; i++) {
            clean[i] = beforeWord + replaceLoneSurrogates(words[i]);
        }
        Encoding encoding = tokenizer.encode(clean, false, false);
        int[] ids = toInts(encoding.getIds());
        long[] wordOf = encoding.getWordIds();
        int begin = 0;
        while (begin < ids.length) {
            int end = begin + 1;
            while (end < ids.length && wordOf[end] == wordOf[begin]) {
                end++;
            }
            missing.put(words[(int) wordOf[begin]], Arrays.copyOfRange(ids, begin, end));
            begin = end;
        }
        missing.forEach(cache::put);
    }

    /** The native tokenizer reads UTF-8, which has no form for half of a pair. */
    private static String replaceLoneSurrogates(String word) {
        char[] chars = null;
        for (int i = 0; i < word.length(); i++) {
            int codePoint = word.codePointAt(i);
            if (Character.isSupplementaryCodePoint(codePoint)) {
                i++;
            } else if (Character.isSurrogate(word.charAt(i))) {
                chars = chars == null ? word.toCharArray() : chars;
                chars[i] = REPLACEMENT;
            }
        }
        return chars == null ? word : new String(chars);
    }

    private static int[] toInts(long[] values) {
        return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
    }
}
