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

import io.github.djlint8.calibration.corpus.TagPlace;
import io.github.djlint8.calibration.corpus.TagScheme;
import io.github.djlint8.calibration.metric.TagScore;
import io.github.djlint8.zoo.translator.TaggerConfig;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
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
     * @param corpus the corpus
     * @param remedy what to do if they have nothing in common, for the message
     * @return the labels, or the types of spans, that the model does not know, in order of name
     * @throws IOException if the configuration or the corpus cannot be read
     * @throws IllegalArgumentException if the model knows none of those in the corpus
     */
    public static Set<String> unknown(ModelFolder folder, TestCorpus corpus, String remedy)
            throws IOException {
        List<String> labels = TaggerConfig.read(folder.path()).labels();
        boolean spans = corpus.score() == TagScore.SPAN_F1;
        Set<String> known = kinds(labels, spans);
        Set<String> found = new TreeSet<>();
        corpus.sentences().forEach(s -> found.addAll(kinds(s.tags(), spans)));
        Set<String> unknown = new TreeSet<>(found);
        unknown.removeAll(known);
        boolean strange = !found.isEmpty() && unknown.size() == found.size();
        if (strange || known.isEmpty()) {
            throw new IllegalArgumentException(
                    problem(corpus, labels, tag -> !known.containsAll(kinds(List.of(tag), spans)))
                            + ". The labels of the model in "
                            + folder.path()
                            + " are "
                            + String.join(", ", labels)
                            + ": "
                            + remedy);
        }
        return unknown;
    }

    /** Names a tag of the corpus; one of a span, if there are any. */
    private static String problem(TestCorpus corpus, List<String> labels, Predicate<String> strange)
            throws IOException {
        Optional<TagPlace> place = corpus.source().findTag(strange);
        if (place.isEmpty()) {
            place = corpus.source().findTag(tag -> !labels.contains(tag));
        }
        return place.map(p -> p + ": the model does not know the tag " + p.tag())
                        .orElseGet(() -> corpus.source() + ": the model does not know the tags")
                + ", nor another of this corpus";
    }

    private static Set<String> kinds(Collection<String> labels, boolean spans) {
        if (!spans) {
            return new TreeSet<>(labels);
        }
        Set<String> types = new TreeSet<>();
        for (String label : labels) {
            // a label of words, such as NOUN, is no type of spans
            if (SPAN_TAG.matcher(label).matches()) {
                TagScheme.spans(List.of(label)).forEach(span -> types.add(span.type()));
            }
        }
        return types;
    }
}
