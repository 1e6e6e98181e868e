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
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.djlint8.api.Precision;
import io.github.djlint8.zoo.Int8ModelZoo;
import io.github.djlint8.zoo.bulk.BulkTagger;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * The models that tag text: for parts of speech, named entities, or both.
 *
 * <p>Owns the models until it is closed. Safe for use by many threads.
 */
public final class TagPipeline implements AutoCloseable {

    /** The task of finding parts of speech. */
    public static final String POS = "pos";

    /** The task of finding named entities. */
    public static final String NER = "ner";

    private Optional<ZooModel<String[], String[]>> pos = Optional.empty();
    private Optional<ZooModel<String[], String[]>> ner = Optional.empty();

    private TagPipeline() {}

    /**
     * Loads models.
     *
     * @param models the name of the model for each task, {@code pos} or {@code ner}
     * @param precision the arithmetic
     * @param engine the name of the engine
     * @return the pipeline
     * @throws IOException if a model cannot be read or prepared
     * @throws ModelException if there is no such model, or it is broken
     */
    public static TagPipeline load(Map<String, String> models, Precision precision, String engine)
            throws IOException, ModelException {
        TagPipeline pipeline = new TagPipeline();
        boolean complete = false;
        try {
            if (models.containsKey(POS)) {
                pipeline.pos = Optional.of(load(models.get(POS), precision, engine));
            }
            if (models.containsKey(NER)) {
                pipeline.ner = Optional.of(load(models.get(NER), precision, engine));
            }
            complete = true;
            return pipeline;
        } finally {
            if (!complete) {
                pipeline.close();
            }
        }
    }

    /**
     * Starts threads that tag.
     *
     * @return the tagger; close it before the pipeline
     */
    public BulkTagger<TextSentence, TaggedText> start() {
        return BulkTagger.builder(() -> new SentenceTagger(pos, ner)).build();
    }

    private static ZooModel<String[], String[]> load(
            String name, Precision precision, String engine) throws IOException, ModelException {
        return Criteria.builder()
                .setTypes(String[].class, String[].class)
                .optGroupId(Int8ModelZoo.GROUP_ID)
                .optEngine(engine)
                .optArtifactId(name)
                .optFilter("precision", precision.option())
                .build()
                .loadModel();
    }

    /** {@inheritDoc} */
    @Override
    public void close() {
        pos.ifPresent(ZooModel::close);
        ner.ifPresent(ZooModel::close);
    }
}
