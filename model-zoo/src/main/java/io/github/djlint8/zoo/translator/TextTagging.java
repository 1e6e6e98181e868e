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
import io.github.djlint8.zoo.text.EnglishTextSplitter;
import io.github.djlint8.zoo.text.TextSpan;
import io.github.djlint8.zoo.translator.TaggerTranslator.Document;
import io.github.djlint8.zoo.translator.TaggerTranslator.Labelled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The two ends of tagging a text: its words, and the entities that their labels make.
 *
 * <p>Immutable and safe for use by many threads.
 */
final class TextTagging {

    private final EnglishTextSplitter splitter;
    private final List<String> labels;
    private final Aggregation aggregation;

    TextTagging(EnglishTextSplitter splitter, List<String> labels, Aggregation aggregation) {
        this.splitter = splitter;
        this.labels = labels;
        this.aggregation = aggregation;
    }

    Document document(String text) {
        return new Document(text, splitter.split(text));
    }

    NamedEntity[] entities(Labelled labelled) {
        List<NamedEntity> entities = new ArrayList<>();
        String text = labelled.document().text();
        int wordsBefore = 0;
        for (int s = 0; s < labelled.labels().size(); s++) {
            List<TextSpan> spans = labelled.document().sentences().get(s).spans();
            WordLabels found = labelled.labels().get(s);
            switch (aggregation) {
                case NONE -> addWords(text, spans, found, wordsBefore, entities);
                case FIRST -> addNames(text, spans, found, entities);
                default -> throw new IllegalStateException("Unknown " + aggregation);
            }
            wordsBefore += spans.size();
        }
        return entities.toArray(new NamedEntity[0]);
    }

    private void addWords(
            String text,
            List<TextSpan> spans,
            WordLabels found,
            int wordsBefore,
            List<NamedEntity> entities) {
        for (int w = 0; w < spans.size(); w++) {
            String label = labels.get(found.labels()[w]);
            if (!BioDecoder.OUTSIDE.equals(label)) {
                TextSpan span = spans.get(w);
                entities.add(entity(text, label, found.scores()[w], wordsBefore + w, span));
            }
        }
    }

    private void addNames(
            String text, List<TextSpan> spans, WordLabels found, List<NamedEntity> entities) {
        List<String> words = Arrays.stream(found.labels()).mapToObj(labels::get).toList();
        for (BioDecoder.Chunk chunk : BioDecoder.decode(words)) {
            TextSpan span =
                    new TextSpan(
                            spans.get(chunk.begin()).begin(), spans.get(chunk.end() - 1).end());
            float sum = 0;
            for (int w = chunk.begin(); w < chunk.end(); w++) {
                sum += found.scores()[w];
            }
            // As DJL does, the index of what spans several tokens is -1.
            float score = sum / (chunk.end() - chunk.begin());
            entities.add(entity(text, chunk.type(), score, -1, span));
        }
    }

    private static NamedEntity entity(
            String text, String type, float score, int index, TextSpan span) {
        return new NamedEntity(type, score, index, span.of(text), span.begin(), span.end());
    }
}
