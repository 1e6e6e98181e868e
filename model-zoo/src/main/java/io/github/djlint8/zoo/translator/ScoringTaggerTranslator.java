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

import ai.djl.translate.TranslateException;
import java.util.List;

/**
 * Tags the words of a sentence and tells the logits: words in, as many labels and rows of logits
 * out.
 *
 * <p>Many predictors on many threads may share one translator.
 */
public final class ScoringTaggerTranslator extends TaggerTranslator<String[], ScoredWords> {

    private final List<String> labels;

    ScoringTaggerTranslator(TokenClassifier classifier) {
        super(classifier);
        labels = classifier.labels();
    }

    @Override
    boolean needsLogits() {
        return true;
    }

    /** {@inheritDoc} */
    @Override
    public TaggerTranslator<String[], ScoredWords> onOneThread() {
        return new ScoringTaggerTranslator(classifier().onOneThread());
    }

    @Override
    Request request(String[] words) throws TranslateException {
        return WordsTaggerTranslator.requestOf(words);
    }

    @Override
    ScoredWords output(boolean isBatch, List<Labelled> documents) {
        WordLabels found = documents.get(0).labels().get(0);
        return new ScoredWords(WordsTaggerTranslator.names(found, labels), found.logits());
    }
}
