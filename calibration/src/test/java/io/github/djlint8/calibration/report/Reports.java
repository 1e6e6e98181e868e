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
package io.github.djlint8.calibration.report;

import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.CalibrationMethod;
import io.github.djlint8.api.TensorCalibration;
import io.github.djlint8.api.ValueRange;
import io.github.djlint8.calibration.evaluate.Evaluation;
import io.github.djlint8.calibration.evaluate.Evaluations;
import io.github.djlint8.calibration.metric.SqnrScore;
import io.github.djlint8.calibration.observer.Histogram;
import io.github.djlint8.calibration.search.LayerNoise;
import io.github.djlint8.calibration.search.SearchReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Reports made by hand. */
final class Reports {

    private static final String LONG =
            "/bert/encoder/layer.%d/attention/self/query_projection/MatMul_output_0";

    private Reports() {}

    /** A report of everything, with many layers, long names and values of all magnitudes. */
    static Report crowded() {
        return new Report(
                "INT8 report: a-model-with-a-rather-long-name-that-goes-on-and-on-int8.onnx",
                withLayers(Evaluations.full(0.012), layers()),
                Map.of(String.format(LONG, 1), "token", "exact", "-"),
                activations(),
                Optional.of(search()),
                List.of(
                        new FactGroup(
                                "Original", List.of(new Fact("SHA-256", "0123abcd".repeat(8)))),
                        new FactGroup("Quantized", List.of(new Fact("scheme", "static")))));
    }

    static Evaluation withLayers(Evaluation e, List<LayerNoise> layers) {
        return new Evaluation(
                e.corpus(),
                e.score(),
                e.original(),
                e.quantized(),
                e.difference(),
                e.agreement(),
                e.divergence(),
                layers,
                e.gate());
    }

    private static List<LayerNoise> layers() {
        Random random = new Random(1);
        List<LayerNoise> layers = new ArrayList<>();
        for (int i = 0; i < 72; i++) {
            double signal = Math.pow(10, 1 + 4 * random.nextDouble());
            String name = String.format(LONG, i);
            layers.add(new LayerNoise(name, "MatMul", name, new SqnrScore(signal, 1, 8)));
        }
        layers.add(new LayerNoise("exact", "Gather", "e", new SqnrScore(1, 0, 8)));
        layers.add(new LayerNoise("lost", "MatMul", "l", new SqnrScore(1, 50, 8)));
        return layers;
    }

    private static List<ReportedActivation> activations() {
        List<ReportedActivation> activations = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            float size = (float) Math.pow(10, i - 7);
            ActivationChoice choice = ActivationChoice.values()[i % 3];
            activations.add(activation(String.format(LONG, i), size, choice));
        }
        return activations;
    }

    private static ReportedActivation activation(String name, float size, ActivationChoice choice) {
        Random random = new Random(1);
        float[] values = new float[20_000];
        float largest = 0;
        for (int i = 0; i < values.length; i++) {
            double value = random.nextGaussian();
            values[i] = (float) (size * (value > 2.5 ? value * 4 : value));
            largest = Math.max(largest, Math.abs(values[i]));
        }
        Histogram histogram = new Histogram();
        histogram.add(values, 0, values.length, largest);
        List<ClipRange> ranges =
                List.of(
                        range(CalibrationMethod.MINMAX, -4 * size, 15 * size),
                        range(CalibrationMethod.movingAverage(0.01), -3 * size, 12.345678f * size),
                        range(CalibrationMethod.percentile(99.99), -3.5f * size, 13 * size),
                        range(CalibrationMethod.ENTROPY, -3 * size, 3 * size),
                        range(CalibrationMethod.MSE, -3.2f * size, 10 * size));
        return new ReportedActivation(
                name,
                values.length,
                histogram.cells(120),
                ranges,
                Optional.of(
                        new TensorCalibration(
                                name,
                                new ValueRange(-3 * size, 10 * size),
                                CalibrationMethod.MSE,
                                values.length,
                                choice,
                                new float[0],
                                new float[0])));
    }

    private static ClipRange range(CalibrationMethod method, float min, float max) {
        return new ClipRange(method, new ValueRange(min, max));
    }

    private static SearchReport search() {
        List<SearchReport.Layer> layers = new ArrayList<>();
        List<SearchReport.Trial> trials = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < 24; i++) {
            String name = String.format(LONG, i);
            double damage = 0.01 * Math.exp(-i / 3.0);
            layers.add(
                    new SearchReport.Layer(
                            name,
                            List.of(name),
                            i < 5 ? "float" : "token",
                            Map.of("static", damage, "token", damage / 5)));
            trials.add(trial(i, 0.01 * Math.exp(-i / 3.0 + random.nextDouble())));
        }
        trials.add(trial(24, 0));
        return new SearchReport("a divergence of at most 0.001 nats", true, layers, trials);
    }

    /** A variant of 24 layers, of which the first ones are float. */
    private static SearchReport.Trial trial(int floats, double divergence) {
        List<String> names = IntStream.range(0, 24).mapToObj(i -> String.format(LONG, i)).toList();
        return new SearchReport.Trial(
                names.subList(floats, 24),
                names.subList(0, floats),
                divergence,
                0.99,
                floats % 2 == 0 ? List.of() : List.of(-0.001, -0.002, 0.0),
                10_000_000 + 1_500_000L * floats,
                floats / 24.0,
                floats % 3 != 1,
                floats == 5);
    }
}
