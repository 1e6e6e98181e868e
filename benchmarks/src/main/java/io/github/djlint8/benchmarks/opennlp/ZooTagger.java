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
package io.github.djlint8.benchmarks.opennlp;

import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.djlint8.zoo.Int8ModelZoo;
import io.github.djlint8.zoo.bulk.BulkRun;
import io.github.djlint8.zoo.bulk.BulkTagger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tagger of the zoo, a sentence at a time on one thread, or as a stream on all processors. */
final class ZooTagger implements PosTagger {

    private final ZooModel<String[], String[]> model;
    private final Predictor<String[], String[]> predictor;
    private final BulkTagger<String[], String[]> bulk;

    private ZooTagger(ZooModel<String[], String[]> model, boolean stream) {
        this.model = model;
        predictor = stream ? null : model.newPredictor();
        bulk = stream ? BulkTagger.builder(model).build() : null;
    }

    static ZooTagger load(String name, String precision, boolean stream)
            throws IOException, ModelException {
        Criteria.Builder<String[], String[]> criteria =
                Criteria.builder()
                        .setTypes(String[].class, String[].class)
                        .optGroupId(Int8ModelZoo.GROUP_ID)
                        .optArtifactId(name)
                        .optEngine("Int8");
        if (!precision.isEmpty()) {
            criteria.optOption("precision", precision);
        }
        return new ZooTagger(criteria.build().loadModel(), stream);
    }

    /** {@inheritDoc} */
    @Override
    public List<String[]> tag(List<String[]> sentences) throws TranslateException {
        List<String[]> tags = new ArrayList<>();
        if (bulk == null) {
            for (String[] words : sentences) {
                tags.add(predictor.predict(words));
            }
            return tags;
        }
        try (BulkRun<String[], String[]> run = bulk.start(sentences.iterator())) {
            for (var next = run.next(); next.isPresent(); next = run.next()) {
                tags.add(next.get().output());
            }
            return tags;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TranslateException("Interrupted after " + tags.size() + " sentences", e);
        }
    }

    /** {@inheritDoc} */
    @Override
    public void close() {
        Optional.ofNullable(predictor).ifPresent(Predictor::close);
        Optional.ofNullable(bulk).ifPresent(BulkTagger::close);
        model.close();
    }
}
