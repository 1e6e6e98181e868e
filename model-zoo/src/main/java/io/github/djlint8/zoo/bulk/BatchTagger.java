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
package io.github.djlint8.zoo.bulk;

import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import io.github.djlint8.zoo.translator.TaggerTranslator;
import java.util.List;

/**
 * Tags batches of sentences for a {@link BulkTagger}, on one thread at a time.
 *
 * @param <I> the type of inputs
 * @param <O> the type of outputs
 */
public interface BatchTagger<I, O> extends AutoCloseable {

    /**
     * Tags sentences.
     *
     * @param inputs the sentences
     * @return the output of each, in the same order
     * @throws TranslateException if one of them cannot be tagged; they are then tried one by one
     */
    List<O> tag(List<I> inputs) throws TranslateException;

    /** Frees what it holds. */
    @Override
    void close();

    /**
     * Returns a tagger that runs a model on its caller's thread only.
     *
     * @param model the model, which it does not close
     * @param <I> the type of inputs
     * @param <O> the type of outputs
     * @return the tagger
     */
    static <I, O> BatchTagger<I, O> of(ZooModel<I, O> model) {
        Translator<I, O> translator = model.getTranslator();
        Predictor<I, O> predictor =
                model.newPredictor(
                        translator instanceof TaggerTranslator<I, O> own
                                ? own.onOneThread()
                                : translator);
        return new BatchTagger<>() {
            @Override
            public List<O> tag(List<I> inputs) throws TranslateException {
                return predictor.batchPredict(inputs);
            }

            @Override
            public void close() {
                predictor.close();
            }
        };
    }
}
