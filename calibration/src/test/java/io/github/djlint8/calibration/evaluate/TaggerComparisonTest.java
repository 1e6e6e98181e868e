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
import io.github.djlint8.calibration.gate.NonFiniteOutput;
import io.github.djlint8.calibration.metric.DivergenceScore;
import io.github.djlint8.calibration.metric.PrecisionRecall;
import io.github.djlint8.calibration.metric.TagScore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        Assert.assertEquals(rows.get(0).timing().orElseThrow().speedup(), 1.0);
        // the warm-up is not measured
        Assert.assertEquals(rows.get(1).timing().orElseThrow().latency().count(), 2);
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
    public void typesAreCountedForEachTagger() throws TranslateException {
        List<ComparisonRow> rows =
                TaggerComparison.builder()
                        .addTagger("reference", each(RIGHT))
                        .addTagger("other", each(WRONG_ON_B))
                        .setScore(TagScore.TOKEN_ACCURACY)
                        .build()
                        .run(SENTENCES, done -> {});
        Assert.assertEquals(
                rows.get(1).types(),
                Map.of(
                        "A", new PrecisionRecall(2, 2, 2),
                        "B", new PrecisionRecall(0, 1, 0),
                        "C", new PrecisionRecall(1, 1, 1),
                        "X", new PrecisionRecall(0, 0, 1)));
    }

    @Test
    public void divergenceIsThatOfTheDistributions() throws TranslateException {
        // softmax of (0, ln 3) is (1/4, 3/4), of (0, 0) it is (1/2, 1/2)
        float third = (float) Math.log(3);
        List<ComparisonRow> rows =
                TaggerComparison.builder()
                        .addScorer("reference", logits(0, third))
                        .addScorer("even", logits(0, 0))
                        .addTagger("silent", each(RIGHT))
                        .setScore(TagScore.TOKEN_ACCURACY)
                        .build()
                        .run(List.of(SENTENCES.get(1)), done -> {});
        DivergenceScore divergence = rows.get(1).divergence().orElseThrow();
        double expected = 0.25 * Math.log(0.5) + 0.75 * Math.log(1.5);
        // logits are floats: ln 3 is off by at most 6e-8
        Assert.assertEquals(divergence.mean(), expected, 1e-7);
        Assert.assertEquals(divergence.words(), 1);
        Assert.assertEquals(rows.get(0).divergence().orElseThrow().mean(), 0.0);
        Assert.assertTrue(rows.get(2).divergence().isEmpty());
    }

    @Test
    public void logitsThatAreNotFiniteAreCountedAndLeftOut() throws TranslateException {
        List<ComparisonRow> rows =
                TaggerComparison.builder()
                        .addScorer("reference", logits(0, 1))
                        .addScorer("broken", logits(Float.NaN, Float.POSITIVE_INFINITY))
                        .setScore(TagScore.TOKEN_ACCURACY)
                        .build()
                        .run(SENTENCES, done -> {});
        Assert.assertTrue(rows.get(0).nonFinite().isEmpty());
        Assert.assertEquals(
                rows.get(1).nonFinite(), List.of(new NonFiniteOutput("logits", 4, 4, 8)));
        Assert.assertTrue(rows.get(1).divergence().isEmpty());
    }

    @Test
    public void wordsMustHaveEquallyManyLogits() {
        Assert.expectThrows(
                IllegalArgumentException.class,
                () -> new LabelledWords(List.of("A", "B"), new float[3]));
        Assert.expectThrows(
                IllegalArgumentException.class, () -> new LabelledWords(List.of(), new float[1]));
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

    private static WordScorer logits(float... each) {
        return words -> {
            float[] all = new float[words.length * each.length];
            for (int i = 0; i < all.length; i++) {
                all[i] = each[i % each.length];
            }
            List<String> labels = Arrays.stream(words).map(RIGHT).toList();
            return new LabelledWords(labels, all);
        };
    }

    private static WordTagger each(UnaryOperator<String> label) {
        return words -> Arrays.stream(words).map(label).toArray(String[]::new);
    }
}
