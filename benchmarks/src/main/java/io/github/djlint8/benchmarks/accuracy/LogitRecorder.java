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
package io.github.djlint8.benchmarks.accuracy;

import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.util.ArrayList;
import java.util.List;

/**
 * A translator that keeps the logits of each sentence that passes through it.
 *
 * <p>For one predictor in one thread.
 */
final class LogitRecorder implements Translator<String[], String[]> {

    private final Translator<String[], String[]> translator;
    private final List<float[]> logits = new ArrayList<>();

    LogitRecorder(Translator<String[], String[]> translator) {
        this.translator = translator;
    }

    /** Returns the logits of the sentences that came last, in their order. */
    List<float[]> last(int sentences) {
        return logits.subList(logits.size() - sentences, logits.size());
    }

    /** {@inheritDoc} */
    @Override
    public void prepare(TranslatorContext ctx) throws Exception {
        translator.prepare(ctx);
    }

    /** {@inheritDoc} */
    @Override
    public Batchifier getBatchifier() {
        return translator.getBatchifier();
    }

    /** {@inheritDoc} */
    @Override
    public NDList processInput(TranslatorContext ctx, String[] input) throws Exception {
        return translator.processInput(ctx, input);
    }

    /** {@inheritDoc} */
    @Override
    public String[] processOutput(TranslatorContext ctx, NDList list) throws Exception {
        logits.add(list.isEmpty() ? new float[0] : list.get(0).toFloatArray());
        return translator.processOutput(ctx, list);
    }

    /** {@inheritDoc} */
    @Override
    public NDList batchProcessInput(TranslatorContext ctx, List<String[]> inputs) throws Exception {
        return translator.batchProcessInput(ctx, inputs);
    }

    /** {@inheritDoc} */
    @Override
    public List<String[]> batchProcessOutput(TranslatorContext ctx, NDList list) throws Exception {
        logits.add(list.isEmpty() ? new float[0] : list.get(0).toFloatArray());
        return translator.batchProcessOutput(ctx, list);
    }
}
