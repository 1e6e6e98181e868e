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

import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.djlint8.api.Precision;
import io.github.djlint8.zoo.Int8ModelZoo;
import java.io.IOException;
import java.util.List;

/**
 * One tagger of the zoo, ready to run.
 *
 * <p>Owns model and predictor. Not safe for use by many threads; closing twice is safe.
 */
public final class SentenceTagger implements AutoCloseable {

    private final ZooModel<String[], String[]> model;
    private final Predictor<String[], String[]> predictor;

    private SentenceTagger(ZooModel<String[], String[]> model) {
        this.model = model;
        this.predictor = model.newPredictor();
    }

    /**
     * Loads a tagger.
     *
     * @param task {@code pos} or {@code ner}
     * @param precision the arithmetic
     * @param engine the name of the engine
     * @return the tagger
     * @throws IOException if the model cannot be read or prepared
     * @throws ModelException if there is no such model, or it is broken
     */
    public static SentenceTagger load(String task, Precision precision, String engine)
            throws IOException, ModelException {
        return new SentenceTagger(
                Criteria.builder()
                        .setTypes(String[].class, String[].class)
                        .optGroupId(Int8ModelZoo.GROUP_ID)
                        .optEngine(engine)
                        .optFilter("task", task)
                        .optFilter("precision", precision.option())
                        .build()
                        .loadModel());
    }

    /**
     * Tags sentences.
     *
     * @param sentences the sentences
     * @return the tags of the words of each
     * @throws TranslateException if the model fails
     */
    public List<List<String>> tag(List<TextSentence> sentences) throws TranslateException {
        List<String[]> words =
                sentences.stream().map(s -> s.words().toArray(new String[0])).toList();
        return predictor.batchPredict(words).stream().map(List::of).toList();
    }

    /** {@inheritDoc} */
    @Override
    public void close() {
        predictor.close();
        model.close();
    }
}
