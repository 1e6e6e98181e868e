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
import io.github.djlint8.zoo.text.Sentence;
import java.util.Arrays;
import java.util.List;

/**
 * Tags the words of a sentence: words in, as many labels out.
 *
 * <p>Many predictors on many threads may share one translator.
 */
public final class WordsTaggerTranslator extends TaggerTranslator<String[], String[]> {

    private final List<String> labels;

    WordsTaggerTranslator(TokenClassifier classifier) {
        super(classifier);
        labels = classifier.labels();
    }

    /** {@inheritDoc} */
    @Override
    public TaggerTranslator<String[], String[]> onOneThread() {
        return new WordsTaggerTranslator(classifier().onOneThread());
    }

    @Override
    Request request(String[] words) throws TranslateException {
        return requestOf(words);
    }

    @Override
    String[] output(boolean isBatch, List<Labelled> documents) {
        return names(documents.get(0).labels().get(0), labels);
    }

    /** Reads the words of one sentence. */
    static Request requestOf(String[] words) throws TranslateException {
        int missing = Arrays.asList(words).indexOf(null);
        if (missing >= 0) {
            throw new TranslateException("Word " + missing + " of " + words.length + " is null");
        }
        return Request.of(new Document(null, List.of(Sentence.ofWords(words))));
    }

    /** Returns the names of the labels of words. */
    static String[] names(WordLabels found, List<String> labels) {
        return Arrays.stream(found.labels()).mapToObj(labels::get).toArray(String[]::new);
    }
}
