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
package io.github.djlint8.cli.train;

import ai.djl.ModelException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.djlint8.api.CalibrationMethod;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.HybridMode;
import io.github.djlint8.api.SmoothQuant;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.calibration.CalibrationConfig;
import io.github.djlint8.calibration.CalibrationTranslator;
import io.github.djlint8.calibration.Calibrator;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.cli.calibrate.CalibrationProgress;
import io.github.djlint8.cli.calibrate.FloatModel;
import io.github.djlint8.cli.calibrate.TableFile;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.quantize.FixedSmoothing;
import io.github.djlint8.training.quantize.QuantizationAwareConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Where quantization-aware training gets the ranges of activations that it begins with, and what
 * their channels are divided by.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param config how to train
 * @param table a calibration table; none to calibrate on sentences to train on
 * @param method how ranges are found by calibration
 * @param samples on how many sentences
 * @param seed which sentences
 * @param allStatic whether every activation has a range, also where one scale a token is better
 * @param smoothQuant how large channels of activations with a range are moved into the weights
 */
public record QuantizationStart(
        QuantizationAwareConfig config,
        Optional<Path> table,
        CalibrationMethod method,
        int samples,
        long seed,
        boolean allStatic,
        SmoothQuant smoothQuant) {

    /**
     * Returns the ranges to begin with.
     *
     * @param model the float model that training starts from, with its tokenizer beside it
     * @param graph the same, opened
     * @param train the sentences to train on
     * @return the table
     * @throws IOException if a file cannot be read
     * @throws ModelException if the model is malformed
     * @throws TranslateException if the model fails
     */
    CalibrationTable ranges(Path model, OnnxModel graph, List<TaggedSentence> train)
            throws IOException, ModelException, TranslateException {
        CalibrationTable found =
                table.isPresent() ? new TableFile(table.get()).read() : calibrate(model, train);
        StaticConfig smoothing =
                StaticConfig.builder().optSmoothQuant(smoothQuant).optSkip(config.skip()).build();
        return FixedSmoothing.decide(graph, found, smoothing);
    }

    private CalibrationTable calibrate(Path model, List<TaggedSentence> train)
            throws IOException, ModelException, TranslateException {
        List<TaggedSentence> drawn = new ArrayList<>(train);
        Collections.shuffle(drawn, new Random(seed));
        List<String[]> sentences =
                drawn.subList(0, Math.min(samples, drawn.size())).stream()
                        .map(s -> s.words().toArray(new String[0]))
                        .toList();
        try (CalibrationProgress progress = new CalibrationProgress();
                ZooModel<String[], String[]> tagger = new FloatModel(model).loadTagger()) {
            CalibrationConfig calibration =
                    CalibrationConfig.builder().setModel(model).optProgress(progress).build();
            return new Calibrator(calibration)
                    .calibrate(CalibrationTranslator.of(tagger).dataset(sentences))
                    .table(method, choices());
        }
    }

    private StaticConfig choices() {
        return StaticConfig.builder()
                .optHybrid(allStatic ? HybridMode.OFF : HybridMode.TAMENESS)
                .optSmoothQuant(smoothQuant)
                .build();
    }
}
