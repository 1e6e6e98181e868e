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

import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import java.util.List;

/**
 * Tags batches of equal size with {@code batchPredict}, one after another.
 *
 * @param <I> the type of inputs
 * @param <O> the type of outputs
 */
final class BatchCorpusTagger<I, O> implements CorpusTagger {

    private final ZooModel<I, O> model;
    private final Predictor<I, O> predictor;
    private final List<I> sentences;
    private final int batch;

    /** Takes over the model. */
    BatchCorpusTagger(ZooModel<I, O> model, List<I> sentences, int batch) {
        this.model = model;
        this.sentences = sentences;
        this.batch = batch;
        predictor = model.newPredictor();
    }

    /** {@inheritDoc} */
    @Override
    public int tagAll() throws TranslateException {
        int results = 0;
        for (int begin = 0; begin < sentences.size(); begin += batch) {
            int end = Math.min(begin + batch, sentences.size());
            results += predictor.batchPredict(sentences.subList(begin, end)).size();
        }
        return results;
    }

    /** {@inheritDoc} */
    @Override
    public void close() {
        predictor.close();
        model.close();
    }
}
