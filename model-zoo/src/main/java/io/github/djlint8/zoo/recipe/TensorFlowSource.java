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
package io.github.djlint8.zoo.recipe;

import ai.djl.MalformedModelException;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.checkpoint.TensorBundle;
import io.github.djlint8.onnx.checkpoint.TensorFlowNames;
import io.github.djlint8.onnx.synthetic.BertConfig;
import io.github.djlint8.onnx.synthetic.BertGraph;
import io.github.djlint8.zoo.text.WordPieceVocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A BERT encoder as a TensorFlow checkpoint and a list of sub-words, both in one archive inside the
 * artifact.
 *
 * <p>The graph is built for the checkpoint; the weights stay in the unpacked file. Immutable and
 * safe for use by many threads.
 *
 * @param archive the zip file
 * @param variables the path that the files of the checkpoint share in the archive
 * @param vocabulary the list of sub-words in the archive
 * @param lowerCase whether the encoder is uncased
 */
public record TensorFlowSource(
        ClassPathFile archive, String variables, String vocabulary, boolean lowerCase)
        implements BaseSource {

    private static final String INDEX = ".index";
    private static final String DATA = ".data-00000-of-00001";

    /** What the graphs that are built have in common. */
    private static final Map<String, String> FIXED =
            Map.of("hidden_act", "gelu", "layer_norm_eps", "1e-12", "type_vocab_size", "2");

    /** {@inheritDoc} */
    @Override
    public ClassPathFile weights() {
        return archive;
    }

    /** {@inheritDoc} */
    @Override
    public UnpackedBase unpack(BaseModel base, Path scratch)
            throws IOException, MalformedModelException {
        Path prefix = scratch.resolve("variables");
        Path words = scratch.resolve("vocab.txt");
        archive.unzip(
                base.coordinates(),
                Map.of(
                        variables + INDEX,
                        scratch.resolve("variables" + INDEX),
                        variables + DATA,
                        scratch.resolve("variables" + DATA),
                        vocabulary,
                        words));
        BertConfig shape = shape(base);
        WordPieceVocabulary tokens = WordPieceVocabulary.read(words);
        if (tokens.size() != shape.vocabularySize()) {
            throw new MalformedModelException(
                    vocabulary
                            + " of "
                            + base.coordinates()
                            + " has "
                            + tokens.size()
                            + " sub-words, expected "
                            + shape.vocabularySize());
        }
        OnnxModel model = BertGraph.encoder(shape, new TensorFlowNames(TensorBundle.open(prefix)));
        String output = model.graph().outputs().get(0).getName();
        return new UnpackedBase(model, output, tokens.toTokenizerJson(lowerCase));
    }

    private static BertConfig shape(BaseModel base) throws MalformedModelException {
        JsonObject config = base.config();
        for (Map.Entry<String, String> fixed : FIXED.entrySet()) {
            String found = text(base, config, fixed.getKey());
            if (!found.equals(fixed.getValue())) {
                throw new MalformedModelException(
                        "Graphs are built for "
                                + fixed.getKey()
                                + " "
                                + fixed.getValue()
                                + ", but base "
                                + base.name()
                                + " has "
                                + found);
            }
        }
        return BertConfig.builder()
                .optLayers(size(base, config, "num_hidden_layers"))
                .optHiddenSize(size(base, config, "hidden_size"))
                .optHeads(size(base, config, "num_attention_heads"))
                .optIntermediateSize(size(base, config, "intermediate_size"))
                .optVocabularySize(size(base, config, "vocab_size"))
                .optMaxPositions(size(base, config, "max_position_embeddings"))
                .build();
    }

    private static int size(BaseModel base, JsonObject config, String name)
            throws MalformedModelException {
        String text = text(base, config, name);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new MalformedModelException(
                    "Base " + base.name() + " has the " + name + " " + text, e);
        }
    }

    private static String text(BaseModel base, JsonObject config, String name)
            throws MalformedModelException {
        JsonElement value = config.get(name);
        if (value == null || !value.isJsonPrimitive()) {
            throw new MalformedModelException("Base " + base.name() + " has no " + name);
        }
        return value.getAsString();
    }
}
