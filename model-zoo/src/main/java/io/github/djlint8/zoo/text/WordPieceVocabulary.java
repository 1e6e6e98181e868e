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

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sub-words of a BERT encoder, as {@code vocab.txt} lists them: one in each line, whose number
 * from 0 on is the id.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class WordPieceVocabulary {

    private static final long MAX_BYTES = 1 << 24;
    private static final int MAX_WORD_CHARS = 100;
    private static final String CONTINUATION = "##";
    private static final String UNKNOWN = "[UNK]";
    private static final String BEGIN = "[CLS]";
    private static final String END = "[SEP]";
    private static final List<String> SPECIAL = List.of("[PAD]", UNKNOWN, BEGIN, END, "[MASK]");
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    private final Map<String, Integer> ids;

    private WordPieceVocabulary(Map<String, Integer> ids) {
        this.ids = Collections.unmodifiableMap(ids);
    }

    /**
     * Reads a vocabulary.
     *
     * @param file the file, in UTF-8
     * @return the vocabulary
     * @throws IOException if the file cannot be read, has a sub-word twice, or lacks one of the
     *     special tokens
     */
    public static WordPieceVocabulary read(Path file) throws IOException {
        long bytes = Files.size(file);
        if (bytes > MAX_BYTES) {
            throw new IOException(
                    file + " has " + bytes + " bytes, at most " + MAX_BYTES + " are read");
        }
        Map<String, Integer> ids = new LinkedHashMap<>();
        for (String word : lines(file)) {
            Integer before = ids.put(word, ids.size());
            if (before != null) {
                throw new IOException(file + " has the sub-word " + word + " twice");
            }
        }
        for (String token : SPECIAL) {
            if (!ids.containsKey(token)) {
                throw new IOException(file + " is no vocabulary of BERT: it lacks " + token);
            }
        }
        return new WordPieceVocabulary(ids);
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            // Files.readAllLines would also end lines at a lone carriage return.
            String text = Files.readString(file);
            return List.of(text.split("\r?\n"));
        } catch (MalformedInputException e) {
            throw new IOException(file + " is not UTF-8", e);
        }
    }

    /**
     * Returns the number of sub-words.
     *
     * @return the number
     */
    public int size() {
        return ids.size();
    }

    /**
     * Describes the tokenizer of BERT with these sub-words: words are split at white space and
     * punctuation, Chinese characters are words, and a sequence stands between {@code [CLS]} and
     * {@code [SEP]}.
     *
     * @param lowerCase whether words lose case and accents
     * @return the content of {@code tokenizer.json}
     */
    public String toTokenizerJson(boolean lowerCase) {
        JsonObject json = new JsonObject();
        json.addProperty("version", "1.0");
        json.add("truncation", JsonNull.INSTANCE);
        json.add("padding", JsonNull.INSTANCE);
        JsonArray added = new JsonArray();
        SPECIAL.stream()
                .sorted((a, b) -> ids.get(a) - ids.get(b))
                .map(this::addedToken)
                .forEach(added::add);
        json.add("added_tokens", added);
        json.add("normalizer", normalizer(lowerCase));
        json.add("pre_tokenizer", typed("BertPreTokenizer"));
        json.add("post_processor", template());
        JsonObject decoder = typed("WordPiece");
        decoder.addProperty("prefix", CONTINUATION);
        decoder.addProperty("cleanup", true);
        json.add("decoder", decoder);
        json.add("model", model());
        return GSON.toJson(json);
    }

    private JsonObject addedToken(String token) {
        JsonObject json = new JsonObject();
        json.addProperty("id", ids.get(token));
        json.addProperty("content", token);
        for (String no : List.of("single_word", "lstrip", "rstrip", "normalized")) {
            json.addProperty(no, false);
        }
        json.addProperty("special", true);
        return json;
    }

    private static JsonObject normalizer(boolean lowerCase) {
        JsonObject json = typed("BertNormalizer");
        json.addProperty("clean_text", true);
        json.addProperty("handle_chinese_chars", true);
        // Null means as lowercase says.
        json.add("strip_accents", JsonNull.INSTANCE);
        json.addProperty("lowercase", lowerCase);
        return json;
    }

    private JsonObject template() {
        JsonObject json = typed("TemplateProcessing");
        json.add("single", sequence(special(BEGIN, 0), text("A", 0), special(END, 0)));
        json.add(
                "pair",
                sequence(
                        special(BEGIN, 0),
                        text("A", 0),
                        special(END, 0),
                        text("B", 1),
                        special(END, 1)));
        JsonObject tokens = new JsonObject();
        for (String token : List.of(BEGIN, END)) {
            JsonObject description = new JsonObject();
            JsonArray numbers = new JsonArray();
            numbers.add(ids.get(token));
            JsonArray names = new JsonArray();
            names.add(token);
            description.addProperty("id", token);
            description.add("ids", numbers);
            description.add("tokens", names);
            tokens.add(token, description);
        }
        json.add("special_tokens", tokens);
        return json;
    }

    private JsonObject model() {
        JsonObject json = typed("WordPiece");
        json.addProperty("unk_token", UNKNOWN);
        json.addProperty("continuing_subword_prefix", CONTINUATION);
        json.addProperty("max_input_chars_per_word", MAX_WORD_CHARS);
        json.add("vocab", GSON.toJsonTree(ids));
        return json;
    }

    private static JsonObject special(String token, int type) {
        return piece("SpecialToken", token, type);
    }

    private static JsonObject text(String sequence, int type) {
        return piece("Sequence", sequence, type);
    }

    private static JsonObject piece(String kind, String id, int type) {
        JsonObject inner = new JsonObject();
        inner.addProperty("id", id);
        inner.addProperty("type_id", type);
        JsonObject json = new JsonObject();
        json.add(kind, inner);
        return json;
    }

    private static JsonArray sequence(JsonObject... pieces) {
        JsonArray array = new JsonArray();
        for (JsonObject piece : pieces) {
            array.add(piece);
        }
        return array;
    }

    private static JsonObject typed(String type) {
        JsonObject json = new JsonObject();
        json.addProperty("type", type);
        return json;
    }
}
