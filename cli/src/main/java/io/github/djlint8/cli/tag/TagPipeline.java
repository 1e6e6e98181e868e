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

import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import io.github.djlint8.api.Precision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The taggers that were asked for, run over the same sentences.
 *
 * <p>Owns its taggers. Not safe for use by many threads; closing twice is safe.
 */
public final class TagPipeline implements AutoCloseable {

    private Optional<SentenceTagger> pos = Optional.empty();
    private Optional<SentenceTagger> ner = Optional.empty();

    private TagPipeline() {}

    /**
     * Loads taggers.
     *
     * @param wantPos whether parts of speech are wanted
     * @param wantNer whether named entities are wanted
     * @param precision the arithmetic
     * @param engine the name of the engine
     * @return the pipeline
     * @throws IOException if a model cannot be read or prepared
     * @throws ModelException if there is no such model, or it is broken
     */
    public static TagPipeline load(
            boolean wantPos, boolean wantNer, Precision precision, String engine)
            throws IOException, ModelException {
        TagPipeline pipeline = new TagPipeline();
        boolean complete = false;
        try {
            if (wantPos) {
                pipeline.pos = Optional.of(SentenceTagger.load("pos", precision, engine));
            }
            if (wantNer) {
                pipeline.ner = Optional.of(SentenceTagger.load("ner", precision, engine));
            }
            complete = true;
            return pipeline;
        } finally {
            if (!complete) {
                pipeline.close();
            }
        }
    }

    /**
     * Tags sentences.
     *
     * @param sentences the sentences
     * @return the sentences with their tags
     * @throws TranslateException if a model fails
     */
    public List<TaggedText> tag(List<TextSentence> sentences) throws TranslateException {
        Optional<List<List<String>>> posTags = run(pos, sentences);
        Optional<List<List<String>>> nerTags = run(ner, sentences);
        List<TaggedText> tagged = new ArrayList<>();
        for (int i = 0; i < sentences.size(); i++) {
            int index = i;
            tagged.add(
                    new TaggedText(
                            sentences.get(i),
                            posTags.map(tags -> tags.get(index)),
                            nerTags.map(tags -> tags.get(index))));
        }
        return tagged;
    }

    private static Optional<List<List<String>>> run(
            Optional<SentenceTagger> tagger, List<TextSentence> sentences)
            throws TranslateException {
        return tagger.isPresent() ? Optional.of(tagger.get().tag(sentences)) : Optional.empty();
    }

    /** {@inheritDoc} */
    @Override
    public void close() {
        pos.ifPresent(SentenceTagger::close);
        ner.ifPresent(SentenceTagger::close);
    }
}
