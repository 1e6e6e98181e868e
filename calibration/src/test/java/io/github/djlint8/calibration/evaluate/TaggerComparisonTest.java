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
package io.github.djlint8.calibration.evaluate;

import ai.djl.translate.TranslateException;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.calibration.metric.TagScore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.testng.Assert;
import org.testng.annotations.Test;

public class TaggerComparisonTest {

    private static final List<TaggedSentence> SENTENCES =
            List.of(
                    TaggedSentence.of(List.of("a", "b", "c"), List.of("A", "B", "C")),
                    TaggedSentence.of(List.of("a"), List.of("A")));

    private static final UnaryOperator<String> RIGHT = w -> w.toUpperCase(Locale.ROOT);
    private static final UnaryOperator<String> WRONG_ON_B =
            w -> w.equals("b") ? "X" : RIGHT.apply(w);

    @Test
    public void scoresAgreementAndDifferenceAreThoseWorkedByHand() throws TranslateException {
        List<Long> progress = new ArrayList<>();
        List<ComparisonRow> rows =
                TaggerComparison.builder()
                        .addTagger("reference", each(WRONG_ON_B))
                        .addTagger("better", each(RIGHT))
                        .setScore(TagScore.TOKEN_ACCURACY)
                        .build()
                        .run(SENTENCES, progress::add);
        Assert.assertEquals(progress, List.of(1L, 2L));
        Assert.assertEquals(
                rows.stream().map(ComparisonRow::name).toList(), List.of("reference", "better"));
        // three of four words are right, then all; they agree on three words and one sentence
        Assert.assertEquals(rows.get(0).score().orElseThrow().estimate(), 0.75);
        Assert.assertEquals(rows.get(1).score().orElseThrow().estimate(), 1.0);
        Assert.assertEquals(rows.get(0).difference().orElseThrow().estimate(), 0.0);
        Assert.assertEquals(rows.get(1).difference().orElseThrow().estimate(), 0.25);
        Assert.assertEquals(rows.get(0).agreement().words().value(), 1.0);
        Assert.assertEquals(rows.get(1).agreement().words().correct(), 3);
        Assert.assertEquals(rows.get(1).agreement().words().total(), 4);
        Assert.assertEquals(rows.get(1).agreement().sentences().value(), 0.5);
        Assert.assertEquals(rows.get(0).speedup(), 1.0);
        // the warm-up is not measured
        Assert.assertEquals(rows.get(1).latency().count(), 2);
    }

    @Test
    public void spansAreScoredBySpanF1() throws TranslateException {
        List<TaggedSentence> sentences =
                List.of(
                        TaggedSentence.of(
                                List.of("a", "b", "c"), List.of("B-PER", "I-PER", "B-LOC")));
        ComparisonRow row =
                TaggerComparison.builder()
                        .addTagger("half", each(w -> w.equals("c") ? "B-LOC" : "B-PER"))
                        .setScore(TagScore.SPAN_F1)
                        .optWarmup(0)
                        .build()
                        .run(sentences, done -> {})
                        .get(0);
        // found PER, PER, LOC; one of three is right and one of two gold spans is found: 2 / (2 +
        // 3)
        Assert.assertEquals(row.score().orElseThrow().estimate(), 0.4);
    }

    @Test
    public void aCorpusWithoutTagsStillShowsAgreement() throws TranslateException {
        List<ComparisonRow> rows =
                TaggerComparison.builder()
                        .addTagger("reference", each(RIGHT))
                        .addTagger("other", each(WRONG_ON_B))
                        .setScore(TagScore.TOKEN_ACCURACY)
                        .build()
                        .run(List.of(TaggedSentence.untagged(List.of("a", "b"))), done -> {});
        Assert.assertTrue(rows.get(1).score().isEmpty());
        Assert.assertTrue(rows.get(1).difference().isEmpty());
        Assert.assertEquals(rows.get(1).agreement().words().value(), 0.5);
    }

    @Test
    public void aTaggerThatLosesAWordIsNamed() {
        TaggerComparison comparison =
                TaggerComparison.builder()
                        .addTagger("short", words -> new String[] {"A"})
                        .setScore(TagScore.TOKEN_ACCURACY)
                        .build();
        TranslateException e =
                Assert.expectThrows(
                        TranslateException.class, () -> comparison.run(SENTENCES, done -> {}));
        Assert.assertTrue(e.getMessage().contains("Tagger short gave 1 labels"), e.getMessage());
    }

    @Test
    public void sentencesMustBeThereAndOfOneKind() {
        TaggerComparison comparison =
                TaggerComparison.builder()
                        .addTagger("any", each(RIGHT))
                        .setScore(TagScore.TOKEN_ACCURACY)
                        .build();
        Assert.expectThrows(
                IllegalArgumentException.class, () -> comparison.run(List.of(), done -> {}));
        List<TaggedSentence> mixed =
                List.of(SENTENCES.get(0), TaggedSentence.untagged(List.of("a")));
        IllegalArgumentException e =
                Assert.expectThrows(
                        IllegalArgumentException.class, () -> comparison.run(mixed, done -> {}));
        Assert.assertTrue(e.getMessage().contains("sentence 2"), e.getMessage());
    }

    @Test
    public void aComparisonNeedsATagger() {
        Assert.expectThrows(
                IllegalArgumentException.class,
                () -> TaggerComparison.builder().setScore(TagScore.SPAN_F1).build());
    }

    private static WordTagger each(UnaryOperator<String> label) {
        return words -> Arrays.stream(words).map(label).toArray(String[]::new);
    }
}
