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

import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.training.data.LengthOrder;
import io.github.djlint8.zoo.bulk.BulkResult;
import io.github.djlint8.zoo.bulk.BulkRun;
import io.github.djlint8.zoo.bulk.BulkTagger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Runs a tagger over a corpus on all processors, where only its outputs count and not how long each
 * takes. Stateless.
 */
public final class BulkScoring {

    /**
     * The argument of translators that keeps sentences of several lengths apart: each output is
     * then the same bits as that of the sentence alone.
     */
    public static final String PADDING = "padding";

    private BulkScoring() {}

    /**
     * Tags sentences, the longest first, so that runs of the model have sentences of one length.
     *
     * @param model the tagger, which stays the caller's
     * @param sentences the sentences
     * @param progress is told how many sentences are done
     * @param <O> the type of outputs
     * @return the output of each sentence, in their order
     * @throws TranslateException if a sentence cannot be tagged, or the thread is interrupted
     */
    public static <O> List<O> run(
            ZooModel<String[], O> model, List<TaggedSentence> sentences, LongConsumer progress)
            throws TranslateException {
        LengthOrder<TaggedSentence> order = new LengthOrder<>(sentences, TaggedSentence::size);
        List<O> found = new ArrayList<>(sentences.size());
        try (BulkTagger<String[], O> tagger = BulkTagger.builder(model).build();
                BulkRun<String[], O> run =
                        tagger.start(
                                order.sorted().stream()
                                        .map(s -> s.words().toArray(String[]::new))
                                        .iterator())) {
            for (Optional<BulkResult<String[], O>> next = run.next();
                    next.isPresent();
                    next = run.next()) {
                found.add(next.get().output());
                progress.accept(found.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TranslateException("Interrupted while scoring", e);
        }
        return order.restore(found);
    }
}
