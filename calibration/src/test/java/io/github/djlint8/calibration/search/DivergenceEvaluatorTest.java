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

import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import io.github.djlint8.calibration.CalibrationInput;
import io.github.djlint8.calibration.InputArray;
import io.github.djlint8.calibration.TemporaryFolders;
import io.github.djlint8.calibration.metric.Proportion;
import io.github.djlint8.onnx.OnnxModel;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.Test;

/** The reference gives each word the logits 0 and ln 3, so the probabilities 1/4 and 3/4. */
public class DivergenceEvaluatorTest {

    private static final float LN3 = (float) Math.log(3);

    /** KL((1/4, 3/4) || (1/2, 1/2)) = ln(1/2) / 4 + 3 ln(3/2) / 4. */
    private static final double HALVES = Math.log(0.5) / 4 + 0.75 * Math.log(1.5);

    /** KL((1/4, 3/4) || (3/4, 1/4)) = ln(1/3) / 4 + 3 ln(3) / 4 = ln(3) / 2. */
    private static final double SWAPPED = Math.log(3) / 2;

    private static final OnnxModel REFERENCE = TinyGraphs.product(0, LN3, 0, LN3);

    /** One word in the first column, one in the second, and padding. */
    private static final CalibrationInput SAMPLE =
            CalibrationInput.of(
                    InputArray.ofFloats("x", new float[] {1, 0, 0, 1, 100, 100}, 3, 2),
                    InputArray.ofLongs("mask", new long[] {1, 1, 0}, 3));

    @Test
    public void paddingDoesNotCount() throws Exception {
        // The first word gets equal logits, the second the reference's in the wrong order.
        TrialScore score = evaluator(SAMPLE).evaluate(TinyGraphs.product(0, 0, LN3, 0));
        Assert.assertEquals(score.divergence().words(), 2);
        // ln 3 as a float is off by 3e-8
        Assert.assertEquals(score.divergence().mean(), (HALVES + SWAPPED) / 2, 1e-7);
        Assert.assertEquals(score.divergence().max(), SWAPPED, 1e-7);
        Assert.assertEquals(score.agreement(), new Proportion(0, 2));
        Assert.assertTrue(score.difference().isEmpty());
    }

    @Test
    public void theSameModelDoesNotDiverge() throws Exception {
        TrialScore score = evaluator(SAMPLE, SAMPLE).evaluate(REFERENCE);
        Assert.assertEquals(score.divergence().words(), 4);
        Assert.assertEquals(score.divergence().max(), 0.0);
        Assert.assertEquals(score.agreement(), new Proportion(4, 4));
    }

    @Test
    public void withoutAMaskAllRowsCount() throws Exception {
        TrialScore score =
                DivergenceEvaluator.builder()
                        .setReference(REFERENCE)
                        .addInputs(List.of(SAMPLE))
                        .build()
                        .evaluate(REFERENCE);
        Assert.assertEquals(score.agreement(), new Proportion(3, 3));
    }

    @Test
    public void valuesThatAreNotFiniteAreAnError() throws Exception {
        DivergenceEvaluator evaluator = evaluator(SAMPLE);
        OnnxModel broken = TinyGraphs.product(0, Float.POSITIVE_INFINITY, 0, 0);
        TranslateException e =
                Assert.expectThrows(TranslateException.class, () -> evaluator.evaluate(broken));
        Assert.assertTrue(e.getMessage().contains("infinite"), e.getMessage());
    }

    @Test
    public void wrongSettingsAreErrors() {
        Assert.expectThrows(IllegalArgumentException.class, () -> evaluator());
        DivergenceEvaluator.Builder builder = DivergenceEvaluator.builder();
        Assert.expectThrows(IllegalArgumentException.class, () -> builder.optOutput(-1));
        builder.setReference(REFERENCE).addInputs(List.of(SAMPLE));
        Assert.expectThrows(TranslateException.class, () -> builder.optOutput(2).build());
        // The copy of the mask holds no logits.
        Assert.expectThrows(Exception.class, () -> builder.optOutput(1).build());
    }

    @Test
    public void anUnknownEngineLeavesNoFiles() throws Exception {
        long before = TemporaryFolders.count();
        DivergenceEvaluator.Builder builder =
                DivergenceEvaluator.builder()
                        .setReference(REFERENCE)
                        .addInputs(List.of(SAMPLE))
                        .optEngine("NoSuchEngine");
        Assert.expectThrows(ModelException.class, builder::build);
        evaluator(SAMPLE).evaluate(REFERENCE);
        Assert.assertEquals(TemporaryFolders.count(), before);
    }

    private static DivergenceEvaluator evaluator(CalibrationInput... samples) throws Exception {
        return DivergenceEvaluator.builder()
                .setReference(REFERENCE)
                .addInputs(List.of(samples))
                .optMaskInput("mask")
                .build();
    }
}
