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
package io.github.djlint8.zoo.translator;

import ai.djl.Model;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.nlp.translator.NamedEntity;
import ai.djl.ndarray.NDManager;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Pair;
import io.github.djlint8.zoo.text.EnglishTextSplitter;
import io.github.djlint8.zoo.text.SubwordEncoder;
import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Set;

/**
 * Makes the translators of any token-classification model in the style of Hugging Face: a folder
 * with {@code model.onnx}, {@code tokenizer.json} and {@code config.json}.
 *
 * <p>Types: {@code String} to {@code NamedEntity[]}, {@code String[]} to {@code String[]} (words to
 * labels) or to {@link ScoredWords} (words to labels and logits), and {@code Input} to {@code
 * Output}. Arguments: see {@link TaggerOptions}. The tokenizer is owned by the model's manager and
 * freed with the model. Safe for use by many threads.
 */
public class TaggerTranslatorFactory implements TranslatorFactory, Serializable {

    private static final long serialVersionUID = 1L;

    private static final Set<Pair<Type, Type>> SUPPORTED_TYPES =
            Set.of(
                    new Pair<>(String.class, NamedEntity[].class),
                    new Pair<>(String[].class, String[].class),
                    new Pair<>(String[].class, ScoredWords.class),
                    new Pair<>(Input.class, Output.class));

    /** {@inheritDoc} */
    @Override
    public Set<Pair<Type, Type>> getSupportedTypes() {
        return SUPPORTED_TYPES;
    }

    /** {@inheritDoc} */
    @Override
    @SuppressWarnings("unchecked")
    public <I, O> Translator<I, O> newInstance(
            Class<I> input, Class<O> output, Model model, Map<String, ?> arguments)
            throws TranslateException {
        if (!isSupported(input, output)) {
            throw new IllegalArgumentException(
                    "A tagger does not translate "
                            + input.getName()
                            + " to "
                            + output.getName()
                            + "; it knows "
                            + SUPPORTED_TYPES);
        }
        try {
            return (Translator<I, O>) create(input, output, model, arguments);
        } catch (IOException e) {
            throw new TranslateException(e.getMessage(), e);
        }
    }

    private static Translator<?, ?> create(
            Class<?> input, Class<?> output, Model model, Map<String, ?> arguments)
            throws IOException {
        TaggerConfig config = TaggerConfig.read(model.getModelPath());
        TaggerOptions options = TaggerOptions.of(arguments, config);
        if (input == String[].class) {
            TokenClassifier classifier = classifier(model, config, options);
            return output == ScoredWords.class
                    ? new ScoringTaggerTranslator(classifier)
                    : new WordsTaggerTranslator(classifier);
        }
        TextTagging tagging =
                new TextTagging(new EnglishTextSplitter(), config.labels(), options.aggregation());
        TokenClassifier classifier = classifier(model, config, options);
        return input == String.class
                ? new TextTaggerTranslator(classifier, tagging)
                : new ServingTaggerTranslator(classifier, tagging);
    }

    private static TokenClassifier classifier(
            Model model, TaggerConfig config, TaggerOptions options) throws IOException {
        SubwordEncoder encoder = SubwordEncoder.open(model.getModelPath());
        try {
            TokenClassifier classifier =
                    TokenClassifier.of(encoder, config, options, BatchPolicy.of(options, model));
            model.getNDManager().attachInternal(NDManager.nextUid(), encoder);
            return classifier;
        } catch (RuntimeException e) {
            encoder.close();
            throw e;
        }
    }
}
