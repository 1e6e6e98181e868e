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
package io.github.djlint8.calibration;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.metric.Metrics;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Makes samples with the translator that serves the model, so that calibration sees exactly the
 * inputs of production.
 *
 * <p>It does what {@link Predictor#predict} does up to the point where the model runs: a translator
 * with a batchifier is asked for a batch of one, another for its arrays as they are. Not safe for
 * use by many threads. The model stays the caller's.
 *
 * @param <I> the type of the translator's inputs
 */
public final class CalibrationTranslator<I> {

    private final Model model;
    private final Translator<I, ?> translator;
    private boolean prepared;

    /**
     * Creates a translator of samples.
     *
     * @param model the model that the translator serves
     * @param translator the translator
     */
    public CalibrationTranslator(Model model, Translator<I, ?> translator) {
        this.model = model;
        this.translator = translator;
    }

    /**
     * Creates a translator of samples for a loaded model and the translator that it came with.
     *
     * @param model the model
     * @param <I> the type of its inputs
     * @return the translator of samples
     */
    public static <I> CalibrationTranslator<I> of(ZooModel<I, ?> model) {
        return new CalibrationTranslator<>(model.getWrappedModel(), model.getTranslator());
    }

    /**
     * Makes the sample of an input.
     *
     * @param input the input
     * @return the sample
     * @throws TranslateException if the translator fails
     */
    public CalibrationInput toInput(I input) throws TranslateException {
        try (NDManager manager = model.getNDManager().newSubManager();
                ContextScope scope = new ContextScope(model, manager)) {
            return CalibrationInput.of(process(scope.context, input));
        }
    }

    /**
     * Returns a source that makes its samples from inputs each time it is read.
     *
     * @param inputs the inputs
     * @return the source
     */
    public CalibrationDataset dataset(Iterable<? extends I> inputs) {
        return () -> {
            Iterator<? extends I> iterator = inputs.iterator();
            return () ->
                    iterator.hasNext() ? Optional.of(toInput(iterator.next())) : Optional.empty();
        };
    }

    private NDList process(TranslatorContext context, I input) throws TranslateException {
        try {
            if (!prepared) {
                translator.prepare(context);
                prepared = true;
            }
            return translator.getBatchifier() == null
                    ? translator.processInput(context, input)
                    : translator.batchProcessInput(context, List.of(input));
        } catch (TranslateException | RuntimeException e) {
            throw e;
        } catch (Exception e) { // which is what translators declare
            throw new TranslateException(
                    "The translator "
                            + translator.getClass().getName()
                            + " failed on "
                            + input
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static final class ContextScope implements AutoCloseable {

        private final TranslatorContext context;

        private ContextScope(Model model, NDManager manager) {
            context = new Predictor.PredictorContext(model, manager, new Metrics());
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
