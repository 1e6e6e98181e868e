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
package io.github.djlint8.cli.calibrate;

import ai.djl.ModelException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.djlint8.calibration.CalibrationConfig;
import io.github.djlint8.calibration.CalibrationDataset;
import io.github.djlint8.calibration.CalibrationInput;
import io.github.djlint8.calibration.CalibrationResult;
import io.github.djlint8.calibration.CalibrationTranslator;
import io.github.djlint8.calibration.Calibrator;
import io.github.djlint8.calibration.corpus.Corpus;
import io.github.djlint8.calibration.corpus.CorpusFormat;
import io.github.djlint8.calibration.corpus.CorpusSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What a model is calibrated with: corpora for a tagger, or arrays for any model.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param arrays the files of arrays
 * @param corpora the corpora; empty if there are arrays
 * @param samples how many samples are drawn
 * @param seed the seed of the draw
 */
public record CalibrationData(
        List<Path> arrays, List<CorpusSource> corpora, int samples, long seed) {

    /** How many samples are drawn unless said otherwise. */
    public static final int SAMPLES = 512;

    /**
     * Reads arguments.
     *
     * @param arguments {@code FILE} or {@code FILE=SHARE}, at least one
     * @param format the format of all corpora, if it is not to be found out
     * @param samples how many samples are drawn
     * @param seed the seed of the draw
     * @return the data, not yet read
     * @throws IllegalArgumentException if a share is no number above 0, or corpora and arrays are
     *     mixed
     */
    public static CalibrationData of(
            List<String> arguments, Optional<CorpusFormat> format, int samples, long seed) {
        List<Path> arrays = new ArrayList<>();
        List<CorpusSource> corpora = new ArrayList<>();
        for (String argument : arguments) {
            Path path = Path.of(argument);
            if (ArrayFile.isNamedSo(path)) {
                arrays.add(path);
            } else {
                corpora.add(source(argument, format));
            }
        }
        if (!arrays.isEmpty() && !corpora.isEmpty()) {
            throw new IllegalArgumentException(
                    "Sentences and arrays cannot be mixed: "
                            + corpora.get(0).path()
                            + " and "
                            + arrays.get(0));
        }
        return new CalibrationData(arrays, corpora, samples, seed);
    }

    /**
     * Calibrates a model.
     *
     * @param model the model
     * @param config how, without model and progress
     * @return the statistics
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if the model is malformed
     * @throws TranslateException if the model fails
     * @throws IllegalArgumentException as {@link Calibrator#calibrate} does, or if a corpus is
     *     malformed or empty
     */
    public CalibrationResult calibrate(FloatModel model, CalibrationConfig.Builder config)
            throws IOException, ModelException, TranslateException {
        try (CalibrationProgress progress = new CalibrationProgress()) {
            config.setModel(model.file()).optProgress(progress);
            Calibrator calibrator = new Calibrator(config.build());
            if (!arrays.isEmpty()) {
                return calibrator.calibrate(CalibrationDataset.of(drawArrays()));
            }
            List<String[]> sentences = drawSentences();
            try (ZooModel<String[], String[]> tagger = model.loadTagger()) {
                return calibrator.calibrate(CalibrationTranslator.of(tagger).dataset(sentences));
            }
        }
    }

    private List<CalibrationInput> drawArrays() throws IOException {
        List<CalibrationInput> all = new ArrayList<>();
        for (Path path : arrays) {
            all.addAll(new ArrayFile(path).read());
        }
        Collections.shuffle(all, new Random(seed));
        return all.subList(0, Math.min(samples, all.size()));
    }

    private List<String[]> drawSentences() throws IOException {
        return Corpus.of(corpora).sample(samples, seed).stream()
                .map(s -> s.words().toArray(new String[0]))
                .toList();
    }

    private static CorpusSource source(String argument, Optional<CorpusFormat> format) {
        CorpusSource.Builder source = CorpusSource.builder().optWordsOnly(true);
        format.ifPresent(source::optFormat);
        int equals = argument.lastIndexOf('=');
        if (equals < 1 || Files.exists(Path.of(argument))) {
            return source.setPath(Path.of(argument)).build();
        }
        try {
            return source.setPath(Path.of(argument.substring(0, equals)))
                    .optShare(Double.parseDouble(argument.substring(equals + 1)))
                    .build();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "Expected FILE or FILE=SHARE with a number as the share, found " + argument, e);
        }
    }
}
