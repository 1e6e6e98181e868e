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
package io.github.djlint8.calibration.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.calibration.evaluate.LabelledWords;
import io.github.djlint8.calibration.gate.AccuracyGate;
import io.github.djlint8.calibration.metric.DivergenceScore;
import io.github.djlint8.calibration.metric.Proportion;
import io.github.djlint8.calibration.metric.TagScore;
import io.github.djlint8.onnx.OnnxModel;
import java.util.List;
import java.util.Optional;
import org.testng.Assert;
import org.testng.annotations.Test;

/** The word "a" reads the first row of the weight, "b" the second; the larger logit is the tag. */
public class TaggingEvaluatorTest {

    private static final TrialScore SOME =
            new TrialScore(
                    new DivergenceScore(4, 0.25, 0.5), new Proportion(0, 4), Optional.empty());

    /** The reference tags a as X and b as Y. */
    private static final OnnxModel REFERENCE = TinyGraphs.product(1, 0, 0, 1);

    private static final List<TaggedSentence> GOLD =
            List.of(
                    TaggedSentence.of(List.of("a", "b"), List.of("X", "Y")),
                    TaggedSentence.of(List.of("b", "b"), List.of("Y", "X")));

    @Test
    public void labelsOfWordsAreCompared() throws Exception {
        // All words get X: of 4 words 1 keeps its label; right are 2 of 4, before 3 of 4.
        TrialScore score = evaluator(GOLD).evaluate(TinyGraphs.product(1, 0, 1, 0));
        Assert.assertEquals(score.divergence().words(), 4);
        // Of the 3 words b: (1, e) / (1 + e) against (e, 1) / (1 + e), logits 1 apart each way.
        double e = Math.E;
        Assert.assertEquals(
                score.divergence().mean(), 0.75 * (e - 1) / (e + 1), 1e-7); // logits are floats
        Assert.assertEquals(score.agreement(), new Proportion(1, 4));
        Assert.assertEquals(score.difference().orElseThrow().estimate(), -0.25);
        Assert.assertEquals(score.difference().orElseThrow().sentences(), 2);
        TrialGate loss = TrialGate.accuracy(gate(0.2));
        Assert.assertFalse(loss.accepts(score));
        Assert.assertTrue(TrialGate.accuracy(gate(0.25)).accepts(score));
        Assert.assertTrue(loss.accepts(evaluator(GOLD).evaluate(REFERENCE)));
    }

    @Test
    public void withoutGoldTagsThereIsAgreementOnly() throws Exception {
        TrialScore score =
                evaluator(List.of(TaggedSentence.untagged(List.of("a", "b"))))
                        .evaluate(TinyGraphs.product(1, 0, 1, 0));
        Assert.assertEquals(score.agreement(), new Proportion(1, 2));
        Assert.assertTrue(score.difference().isEmpty());
    }

    @Test
    public void sentencesAreAllTaggedOrNone() {
        for (List<TaggedSentence> wrong :
                List.of(
                        List.<TaggedSentence>of(),
                        List.of(GOLD.get(0), TaggedSentence.untagged(List.of("a"))))) {
            Assert.expectThrows(IllegalArgumentException.class, () -> evaluator(wrong));
        }
    }

    @Test
    public void bothGatesMustBeMet() {
        TrialGate both = TrialGate.maxDivergence(0.3).and(TrialGate.minAgreement(0.1));
        Assert.assertFalse(both.accepts(SOME));
        Assert.assertTrue(TrialGate.maxDivergence(0.3).accepts(SOME));
        Assert.assertEquals(
                both.text(),
                "a mean divergence of at most 0.3000 nats and an agreement of at least 10.000 %");
    }

    @Test
    public void measuredErrorsDecideAboutATable() {
        TrialCost cost = new TrialCost(1, 1, 1);
        MeasuredErrors errors =
                new MeasuredErrors(
                        List.of(
                                new LayerSensitivity(
                                        "t", ActivationChoice.STATIC, 0.25, SOME, cost)));
        Assert.assertEquals(errors.error("t", ActivationChoice.STATIC), 0.25);
        Assert.assertTrue(Double.isNaN(errors.error("t", ActivationChoice.TOKEN)));
        Assert.assertTrue(Double.isNaN(errors.error("u", ActivationChoice.STATIC)));
    }

    private static AccuracyGate gate(double loss) {
        return AccuracyGate.builder().setTargetAccuracyLoss(loss).build();
    }

    private static TaggingEvaluator<LabelledWords> evaluator(List<TaggedSentence> sentences)
            throws Exception {
        return TaggingEvaluator.builder(new WordTranslator(), words -> words)
                .setReference(REFERENCE)
                .addSentences(sentences)
                .setScore(TagScore.TOKEN_ACCURACY)
                .build();
    }

    private static final class WordTranslator implements Translator<String[], LabelledWords> {

        @Override
        public NDList processInput(TranslatorContext ctx, String[] words) {
            float[] rows = new float[words.length * 2];
            for (int i = 0; i < words.length; i++) {
                rows[2 * i + (words[i].equals("a") ? 0 : 1)] = 1;
            }
            NDArray x = ctx.getNDManager().create(rows, new Shape(words.length, 2));
            return new NDList(x, ctx.getNDManager().create(new long[words.length]));
        }

        @Override
        public LabelledWords processOutput(TranslatorContext ctx, NDList list) {
            float[] logits = list.get(0).toFloatArray();
            String[] labels = new String[logits.length / 2];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = logits[2 * i] >= logits[2 * i + 1] ? "X" : "Y";
            }
            return new LabelledWords(List.of(labels), logits);
        }

        @Override
        public Batchifier getBatchifier() {
            return null;
        }
    }
}
