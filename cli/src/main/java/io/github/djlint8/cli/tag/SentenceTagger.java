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
package io.github.djlint8.cli.tag;

import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.djlint8.zoo.bulk.BatchTagger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tags sentences with one model or two. Belongs to one thread at a time; owns no model. */
final class SentenceTagger implements BatchTagger<TextSentence, TaggedText> {

    private final Optional<BatchTagger<String[], String[]>> pos;
    private final Optional<BatchTagger<String[], String[]>> ner;

    SentenceTagger(
            Optional<ZooModel<String[], String[]>> pos,
            Optional<ZooModel<String[], String[]>> ner) {
        this.pos = pos.map(BatchTagger::of);
        this.ner = ner.map(BatchTagger::of);
    }

    /** {@inheritDoc} */
    @Override
    public List<TaggedText> tag(List<TextSentence> sentences) throws TranslateException {
        List<String[]> words =
                sentences.stream().map(s -> s.words().toArray(new String[0])).toList();
        Optional<List<String[]>> posTags = run(pos, words);
        Optional<List<String[]>> nerTags = run(ner, words);
        List<TaggedText> tagged = new ArrayList<>();
        for (int i = 0; i < sentences.size(); i++) {
            int index = i;
            tagged.add(
                    new TaggedText(
                            sentences.get(i),
                            posTags.map(tags -> List.of(tags.get(index))),
                            nerTags.map(tags -> List.of(tags.get(index)))));
        }
        return tagged;
    }

    private static Optional<List<String[]>> run(
            Optional<BatchTagger<String[], String[]>> tagger, List<String[]> words)
            throws TranslateException {
        return tagger.isPresent() ? Optional.of(tagger.get().tag(words)) : Optional.empty();
    }

    /** {@inheritDoc} */
    @Override
    public void close() {
        pos.ifPresent(BatchTagger::close);
        ner.ifPresent(BatchTagger::close);
    }
}
