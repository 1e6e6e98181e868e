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

import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.nlp.TextPrompt;
import ai.djl.modality.nlp.translator.NamedEntity;
import ai.djl.ndarray.BytesSupplier;
import ai.djl.translate.TranslateException;
import java.util.ArrayList;
import java.util.List;

/**
 * Tags the texts of requests to DJL Serving: plain text, or JSON with a text or a list of texts as
 * {@code inputs}; answers in JSON, with a list of entities for each text.
 *
 * <p>Many predictors on many threads may share one translator.
 */
public final class ServingTaggerTranslator extends TaggerTranslator<Input, Output> {

    private final TextTagging tagging;

    ServingTaggerTranslator(TokenClassifier classifier, TextTagging tagging) {
        super(classifier);
        this.tagging = tagging;
    }

    /** {@inheritDoc} */
    @Override
    public TaggerTranslator<Input, Output> onOneThread() {
        return new ServingTaggerTranslator(classifier().onOneThread(), tagging);
    }

    @Override
    Request request(Input input) throws TranslateException {
        if (input.getContent().isEmpty()) {
            throw new TranslateException("Input data is empty.");
        }
        TextPrompt prompt = TextPrompt.parseInput(input);
        if (!prompt.isBatch()) {
            return Request.of(tagging.document(prompt.getText()));
        }
        List<Document> documents = new ArrayList<>(prompt.getBatch().size());
        for (String text : prompt.getBatch()) {
            if (text == null) {
                throw new TranslateException("Text " + documents.size() + " of inputs is null");
            }
            documents.add(tagging.document(text));
        }
        return new Request(true, documents);
    }

    @Override
    Output output(boolean isBatch, List<Labelled> documents) {
        List<NamedEntity[]> answers = documents.stream().map(tagging::entities).toList();
        Output output = new Output();
        output.addProperty("Content-Type", "application/json");
        output.add(BytesSupplier.wrapAsJson(isBatch ? answers : answers.get(0)));
        return output;
    }
}
