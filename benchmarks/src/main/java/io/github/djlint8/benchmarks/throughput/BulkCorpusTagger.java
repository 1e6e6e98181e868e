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
package io.github.djlint8.benchmarks.throughput;

import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.djlint8.zoo.bulk.BulkRun;
import io.github.djlint8.zoo.bulk.BulkTagger;
import java.util.List;

/** Tags one stream of all sentences. */
final class BulkCorpusTagger implements CorpusTagger {

    private final ZooModel<String[], String[]> model;
    private final BulkTagger<String[], String[]> tagger;
    private final List<String[]> sentences;

    /** Takes over the model. */
    BulkCorpusTagger(ZooModel<String[], String[]> model, List<String[]> sentences) {
        this.model = model;
        this.sentences = sentences;
        tagger = BulkTagger.builder(model).build();
    }

    /** {@inheritDoc} */
    @Override
    public int tagAll() throws TranslateException {
        int results = 0;
        try (BulkRun<String[], String[]> run = tagger.start(sentences.iterator())) {
            while (run.next().isPresent()) {
                results++;
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TranslateException("Interrupted after " + results + " sentences", e);
        }
    }

    /** {@inheritDoc} */
    @Override
    public void close() {
        tagger.close();
        model.close();
    }
}
