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
package io.github.djlint8.onnx.quantize;

import static io.github.djlint8.api.ActivationChoice.FLOAT;
import static io.github.djlint8.api.ActivationChoice.STATIC;
import static io.github.djlint8.api.ActivationChoice.TOKEN;

import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.HybridMode;
import io.github.djlint8.api.SmoothQuant;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.TensorCalibration;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Who gets one scale a token. */
public class ActivationChooserTest {

    /** The median channel needs 1 of 1, and 1 of 5. */
    private static final float[] EVEN = {1f, 0.9f, 1f, 0.8f};

    private static final float[] WILD = {1f, 0.9f, 1f, 5f};

    @DataProvider
    public Object[][] activations() {
        return new Object[][] {
            {tensor("even", -1f, 1f, EVEN), false, STATIC},
            {tensor("wild", -2f, 5f, WILD), false, TOKEN},
            // Smoothing evens channels out, but not the rare peaks behind GELU.
            {tensor("wild", -2f, 5f, WILD), true, STATIC},
            {tensor("gelu", -0.17f, 5f, WILD), true, TOKEN},
            {tensor("gelu", -0.17f, 1f, EVEN), true, STATIC},
            {tensor("negative", -5f, 0.17f, WILD), true, TOKEN},
            // A method that clips the peaks hides them from the range, not from the channels.
            {tensor("clipped gelu", -0.17f, 2f, WILD), true, TOKEN},
            {tensor("much clipped gelu", -0.17f, 1.2f, WILD), true, TOKEN},
            {tensor("clipped to both sides", -0.6f, 1.2f, WILD), true, STATIC},
            {tensor("unknown channels", 0f, 9f, new float[0]), true, STATIC},
            {tensor("zero", 0f, 0f, new float[4]), true, STATIC},
        };
    }

    @Test(dataProvider = "activations")
    public void tameness(TensorCalibration tensor, boolean smoothed, ActivationChoice expected) {
        Assert.assertEquals(new TamenessChooser(4, smoothed).choose(tensor), expected);
    }

    @Test
    public void ratioOfTheLargestValueToTheMedianChannel() {
        Assert.assertEquals(TamenessChooser.outlierRatio(tensor("x", -2f, 5f, WILD)), 5.0);
        Assert.assertEquals(TamenessChooser.outlierRatio(tensor("x", -2f, 5f, new float[0])), 1.0);
        Assert.assertEquals(TamenessChooser.outlierRatio(tensor("x", -1f, 1f, WILD)), 5.0);
        float[] dead = {0f, 0f, 0f, 1f};
        Assert.assertEquals(
                TamenessChooser.outlierRatio(tensor("x", 0f, 1f, dead)), Double.POSITIVE_INFINITY);
    }

    @Test
    public void theConfigurationSaysWho() {
        TensorCalibration wild = tensor("wild", -2f, 5f, WILD).withChoice(TOKEN);
        StaticConfig.Builder config = StaticConfig.builder().optSmoothQuant(SmoothQuant.OFF);
        Assert.assertEquals(ActivationChooser.of(config.build()).choose(wild), TOKEN);
        config.optHybrid(HybridMode.OFF);
        Assert.assertEquals(ActivationChooser.of(config.build()).choose(wild), STATIC);
        config.optHybrid(HybridMode.TAMENESS).optHybridThreshold(4);
        Assert.assertEquals(ActivationChooser.of(config.build()).choose(wild), TOKEN);
        config.optHybridThreshold(6);
        Assert.assertEquals(ActivationChooser.of(config.build()).choose(wild), STATIC);
    }

    @Test
    public void decisionsAreWrittenIntoTheTable() {
        CalibrationTable table =
                Tables.of(
                        tensor("gelu", -0.17f, 5f, WILD),
                        tensor("left", -0.17f, 5f, WILD).withChoice(FLOAT),
                        tensor("even", -1f, 1f, EVEN).withChoice(TOKEN));
        CalibrationTable decided = new TamenessChooser(4, true).decide(table);
        Assert.assertEquals(decided.find("gelu").orElseThrow().choice(), TOKEN);
        Assert.assertEquals(decided.find("left").orElseThrow().choice(), FLOAT);
        Assert.assertEquals(decided.find("even").orElseThrow().choice(), STATIC);
        Assert.assertEquals(decided.samples(), table.samples());
        Assert.assertEquals(decided.modelHash(), table.modelHash());
    }

    @Test
    public void measurementDecides() {
        MeasuredChooser.Errors errors =
                (tensor, choice) ->
                        switch (tensor) {
                            case "tame" -> choice == TOKEN ? 1 : 1.5;
                            case "wild" -> choice == TOKEN ? 1 : 1.6;
                            default -> Double.NaN;
                        };
        MeasuredChooser chooser = new MeasuredChooser(errors, 1.5);
        Assert.assertEquals(chooser.choose(tensor("tame", -1f, 1f, EVEN)), STATIC);
        Assert.assertEquals(chooser.choose(tensor("wild", -1f, 1f, EVEN)), TOKEN);
        TensorCalibration unknown = tensor("unknown", -1f, 1f, EVEN);
        Assert.assertEquals(chooser.choose(unknown), STATIC);
        Assert.assertEquals(chooser.choose(unknown.withChoice(TOKEN)), TOKEN);
        Assert.assertThrows(
                IllegalArgumentException.class, () -> new MeasuredChooser(errors, Double.NaN));
    }

    private static TensorCalibration tensor(String name, float min, float max, float[] channels) {
        return Tables.tensor(name, min, max, STATIC, new float[0], channels);
    }
}
