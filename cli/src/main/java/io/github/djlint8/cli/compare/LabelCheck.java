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
package io.github.djlint8.cli.compare;

import io.github.djlint8.calibration.corpus.TagScheme;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.calibration.metric.TagScore;
import io.github.djlint8.zoo.translator.TaggerConfig;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Checks that models and corpus speak of the same labels. Stateless. */
public final class LabelCheck {

    private static final Pattern SPAN_TAG = Pattern.compile("O|[BIES]-.+");

    private LabelCheck() {}

    /**
     * Checks that two models have the same labels in the same order.
     *
     * @param original the folder of the original
     * @param quantized the folder of the quantized model
     * @throws IOException if a configuration cannot be read
     * @throws IllegalArgumentException if the labels differ
     */
    public static void requireSame(ModelFolder original, ModelFolder quantized) throws IOException {
        List<String> left = TaggerConfig.read(original.path()).labels();
        List<String> right = TaggerConfig.read(quantized.path()).labels();
        if (!left.equals(right)) {
            throw new IllegalArgumentException(
                    "The labels of "
                            + quantized.path()
                            + " are not those of "
                            + original.path()
                            + ": "
                            + right
                            + " and "
                            + left);
        }
    }

    /**
     * Finds what the corpus tags and the model cannot.
     *
     * @param folder the folder of the model
     * @param sentences the corpus
     * @param score how labels are scored: by themselves or by the type of their span
     * @return the labels or types that the model does not know, in order of name
     * @throws IOException if the configuration cannot be read
     * @throws IllegalArgumentException if the model knows none of those in the corpus
     */
    public static Set<String> unknown(
            ModelFolder folder, List<TaggedSentence> sentences, TagScore score) throws IOException {
        Set<String> known = kinds(TaggerConfig.read(folder.path()).labels(), score);
        Set<String> found = new TreeSet<>();
        sentences.forEach(s -> found.addAll(kinds(s.tags(), score)));
        Set<String> unknown = new TreeSet<>(found);
        unknown.removeAll(known);
        if (!found.isEmpty() && unknown.size() == found.size()) {
            throw new IllegalArgumentException(
                    "The corpus has the labels "
                            + found
                            + ", of which the model in "
                            + folder.path()
                            + " knows none; it knows "
                            + known);
        }
        return unknown;
    }

    private static Set<String> kinds(Collection<String> labels, TagScore score) {
        Set<String> kinds = new TreeSet<>();
        for (String label : labels) {
            // a model of words that has no span tags knows no type of spans
            if (score == TagScore.SPAN_F1 && SPAN_TAG.matcher(label).matches()) {
                TagScheme.spans(List.of(label)).forEach(span -> kinds.add(span.type()));
            } else {
                kinds.add(label);
            }
        }
        return kinds;
    }
}
