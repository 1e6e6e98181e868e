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
package io.github.djlint8.zoo;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Model folders whose labels can be told by hand: a table look-up stands in for the encoder. */
public final class TinyTaggers {

    /** A cased vocabulary of a few words; "##s" goes on with a word. */
    public static final String WORD_PIECE =
            "{\"version\":\"1.0\",\"truncation\":null,\"padding\":null,"
                    + "\"added_tokens\":["
                    + special(0, "[PAD]")
                    + ","
                    + special(1, "[UNK]")
                    + ","
                    + special(2, "[CLS]")
                    + ","
                    + special(3, "[SEP]")
                    + "],\"normalizer\":null,\"pre_tokenizer\":{\"type\":\"BertPreTokenizer\"},"
                    + "\"post_processor\":{\"type\":\"BertProcessing\",\"sep\":[\"[SEP]\",3],"
                    + "\"cls\":[\"[CLS]\",2]},\"decoder\":null,\"model\":{\"type\":\"WordPiece\","
                    + "\"unk_token\":\"[UNK]\",\"continuing_subword_prefix\":\"##\","
                    + "\"max_input_chars_per_word\":100,\"vocab\":{\"[PAD]\":0,\"[UNK]\":1,"
                    + "\"[CLS]\":2,\"[SEP]\":3,\"paris\":4,\"Paris\":5,\"##s\":6,\"a\":7,\"b\":8,"
                    + "\".\":9}}}";

    /** The number of tokens of {@link #WORD_PIECE}. */
    public static final int VOCABULARY = 10;

    private TinyTaggers() {}

    /**
     * Writes a folder whose model labels each token by a table.
     *
     * @param folder the folder, made if it is not there
     * @param tokenizer the content of {@code tokenizer.json}
     * @param config the content of {@code config.json}
     * @param input the input that the table is read by, {@code input_ids} or {@code token_type_ids}
     * @param labelOf the label of each value of that input
     */
    public static void write(
            Path folder, String tokenizer, String config, String input, int... labelOf)
            throws IOException, MalformedModelException {
        int labels = 1;
        for (int label : labelOf) {
            labels = Math.max(labels, label + 1);
        }
        float[] table = new float[labelOf.length * labels];
        for (int i = 0; i < labelOf.length; i++) {
            table[i * labels + labelOf[i]] = 3;
        }
        ModelBuilder builder =
                new ModelBuilder("tiny")
                        .addInput("input_ids", ElementType.INT64, "batch", "sequence")
                        .addInput("attention_mask", ElementType.INT64, "batch", "sequence");
        if (!"input_ids".equals(input)) {
            builder.addInput(input, ElementType.INT64, "batch", "sequence");
        }
        builder.addInitializer(Tensor.ofFloats("table", table, labelOf.length, labels))
                .addNode(
                        Node.builder("Gather", "look-up")
                                .addInputs("table", input)
                                .addOutputs("logits")
                                .build())
                .addOutput("logits", ElementType.FLOAT, "batch", "sequence", labels);
        Files.createDirectories(folder);
        ModelWriter.write(builder.build(), folder.resolve("model.onnx"));
        Files.writeString(folder.resolve("tokenizer.json"), tokenizer);
        Files.writeString(folder.resolve("config.json"), config);
    }

    private static String special(int id, String content) {
        return "{\"id\":"
                + id
                + ",\"content\":\""
                + content
                + "\",\"single_word\":false,\"lstrip\":false,\"rstrip\":false,"
                + "\"normalized\":false,\"special\":true}";
    }
}
