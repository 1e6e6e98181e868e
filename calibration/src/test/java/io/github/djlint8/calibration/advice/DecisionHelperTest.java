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
package io.github.djlint8.calibration.advice;

import static io.github.djlint8.calibration.advice.Circumstances.DataKind.NONE;
import static io.github.djlint8.calibration.advice.Circumstances.DataKind.SAMPLES;
import static io.github.djlint8.calibration.advice.Circumstances.DataKind.TRAINING;
import static io.github.djlint8.calibration.advice.DeviceKind.CPU;
import static io.github.djlint8.calibration.advice.DeviceKind.CPU_INT8;
import static io.github.djlint8.calibration.advice.DeviceKind.GPU;
import static io.github.djlint8.calibration.advice.ModelKind.CNN;
import static io.github.djlint8.calibration.advice.ModelKind.GENERATOR;
import static io.github.djlint8.calibration.advice.ModelKind.RNN;
import static io.github.djlint8.calibration.advice.ModelKind.TRANSFORMER;

import io.github.djlint8.calibration.advice.Circumstances.DataKind;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class DecisionHelperTest {

    private static final long SMALL = 999_999;
    private static final long BASE = 110_000_000;
    private static final long LARGE = 500_000_000;

    @DataProvider
    public Object[][] table() {
        return new Object[][] {
            // device, model, parameters, tolerance, data, recommendation
            {CPU, TRANSFORMER, BASE, 0.0, TRAINING, Recommendation.FLOAT32},
            {CPU_INT8, GENERATOR, LARGE, 0.0, NONE, Recommendation.FLOAT32},
            {CPU, GENERATOR, LARGE, 0.01, NONE, Recommendation.INT4},
            {GPU, GENERATOR, LARGE, 0.01, SAMPLES, Recommendation.INT4},
            {CPU, GENERATOR, LARGE - 1, 0.01, NONE, Recommendation.DYNAMIC},
            {CPU, TRANSFORMER, LARGE, 0.01, NONE, Recommendation.DYNAMIC},
            {GPU, TRANSFORMER, BASE, 0.01, TRAINING, Recommendation.FLOAT32},
            {GPU, CNN, BASE, 0.05, SAMPLES, Recommendation.FLOAT32},
            {CPU, TRANSFORMER, SMALL, 0.05, SAMPLES, Recommendation.FLOAT32},
            {CPU_INT8, CNN, SMALL, 0.05, TRAINING, Recommendation.FLOAT32},
            {CPU, TRANSFORMER, SMALL + 1, 0.05, SAMPLES, Recommendation.STATIC},
            {CPU, TRANSFORMER, BASE, 0.0004, NONE, Recommendation.FLOAT32},
            {CPU, TRANSFORMER, BASE, 0.0004, SAMPLES, Recommendation.STATIC},
            {CPU, TRANSFORMER, BASE, 0.0004, TRAINING, Recommendation.QUANTIZATION_AWARE_TRAINING},
            {CPU, TRANSFORMER, BASE, 0.0005, NONE, Recommendation.DYNAMIC},
            {CPU, TRANSFORMER, BASE, 0.0005, TRAINING, Recommendation.STATIC},
            {CPU_INT8, TRANSFORMER, BASE, 0.01, SAMPLES, Recommendation.STATIC},
            {CPU_INT8, TRANSFORMER, BASE, 0.01, NONE, Recommendation.DYNAMIC},
            {CPU, CNN, 25_000_000, 0.01, NONE, Recommendation.FLOAT32},
            {CPU, CNN, 25_000_000, 0.01, SAMPLES, Recommendation.STATIC},
            {CPU, CNN, 25_000_000, 0.004, TRAINING, Recommendation.QUANTIZATION_AWARE_TRAINING},
            {CPU, CNN, 25_000_000, 0.004, SAMPLES, Recommendation.STATIC},
            {CPU, CNN, 25_000_000, 0.005, TRAINING, Recommendation.STATIC},
            {CPU, RNN, 25_000_000, 0.01, SAMPLES, Recommendation.DYNAMIC},
            {CPU, RNN, 25_000_000, 0.01, NONE, Recommendation.DYNAMIC},
        };
    }

    @Test(dataProvider = "table")
    public void recommends(
            DeviceKind device,
            ModelKind model,
            long parameters,
            double tolerance,
            DataKind data,
            Recommendation expected) {
        Advice advice =
                DecisionHelper.advise(
                        new Circumstances(device, model, parameters, tolerance, data));
        Assert.assertEquals(advice.recommendation(), expected, advice.reasons().toString());
        Assert.assertFalse(advice.reasons().isEmpty());
        // Whoever had better not quantize is told so in these words.
        Assert.assertEquals(
                advice.reasons().get(0).startsWith("Do not quantize"), advice.staysFloat());
    }

    @Test
    public void theProcessorIsPartOfTheReasons() {
        Assert.assertEquals(mentions(CPU, SAMPLES, "portable"), 1);
        Assert.assertEquals(mentions(CPU_INT8, SAMPLES, "portable"), 0);
        Assert.assertEquals(mentions(GPU, SAMPLES, "16-bit"), 1);
        Assert.assertEquals(mentions(CPU_INT8, NONE, "not known until it is measured"), 1);
    }

    @Test
    public void everyCombinationHasAdvice() {
        for (DeviceKind device : DeviceKind.values()) {
            for (ModelKind model : ModelKind.values()) {
                for (DataKind data : DataKind.values()) {
                    for (long parameters : List.of(1L, BASE, Long.MAX_VALUE)) {
                        for (double tolerance : new double[] {0, 1e-9, 0.01, 1}) {
                            Assert.assertNotNull(
                                    DecisionHelper.advise(
                                            new Circumstances(
                                                    device, model, parameters, tolerance, data)));
                        }
                    }
                }
            }
        }
    }

    @Test
    public void nonsenseIsRefused() {
        for (double tolerance : new double[] {-0.1, 1.1, Double.NaN}) {
            Assert.expectThrows(
                    IllegalArgumentException.class,
                    () -> new Circumstances(CPU, CNN, 1, tolerance, NONE));
        }
        Assert.expectThrows(
                IllegalArgumentException.class, () -> new Circumstances(CPU, CNN, 0, 0.1, NONE));
        Assert.expectThrows(
                NullPointerException.class, () -> new Circumstances(null, CNN, 1, 0.1, NONE));
    }

    private static long mentions(DeviceKind device, DataKind data, String word) {
        return DecisionHelper.advise(new Circumstances(device, TRANSFORMER, BASE, 0.01, data))
                .reasons()
                .stream()
                .filter(r -> r.contains(word))
                .count();
    }
}
