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

import ai.djl.modality.nlp.translator.NamedEntity;
import java.util.List;

/**
 * Tags a text: one entity for each word, or for each name, with offsets into the text.
 *
 * <p>Many predictors on many threads may share one translator.
 */
public final class TextTaggerTranslator extends TaggerTranslator<String, NamedEntity[]> {

    private final TextTagging tagging;

    TextTaggerTranslator(TokenClassifier classifier, TextTagging tagging) {
        super(classifier);
        this.tagging = tagging;
    }

    /** {@inheritDoc} */
    @Override
    public TaggerTranslator<String, NamedEntity[]> onOneThread() {
        return new TextTaggerTranslator(classifier().onOneThread(), tagging);
    }

    @Override
    Request request(String text) {
        return Request.of(tagging.document(text));
    }

    @Override
    NamedEntity[] output(boolean isBatch, List<Labelled> documents) {
        return tagging.entities(documents.get(0));
    }
}
