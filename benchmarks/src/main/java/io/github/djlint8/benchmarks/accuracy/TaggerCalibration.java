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
package io.github.djlint8.benchmarks.accuracy;

import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import io.github.djlint8.api.CalibrationMethod;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.CalibrationTableFormat;
import io.github.djlint8.calibration.CalibrationConfig;
import io.github.djlint8.calibration.CalibrationResult;
import io.github.djlint8.calibration.CalibrationTranslator;
import io.github.djlint8.calibration.Calibrator;
import io.github.djlint8.calibration.corpus.Corpus;
import io.github.djlint8.calibration.corpus.CorpusSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A tagger observed over sentences of a corpus, from which tables by any method are written.
 *
 * <p>Safe for use by many threads.
 */
public final class TaggerCalibration {

    /** The seed of the sample of sentences. */
    public static final long SEED = 1;

    private final CalibrationResult observed;
    private final double seconds;

    private TaggerCalibration(CalibrationResult observed, double seconds) {
        this.observed = observed;
        this.seconds = seconds;
    }

    /**
     * Observes the Float32 tagger.
     *
     * @param variants the tagger
     * @param corpora the sentences, words as annotated; all corpora have equal shares
     * @param samples how many of them
     * @return what was seen
     * @throws IOException if a corpus cannot be read
     * @throws ModelException if the model cannot be observed
     * @throws TranslateException if the model fails
     */
    public static TaggerCalibration observe(
            TaggerVariants variants, List<Path> corpora, int samples)
            throws IOException, ModelException, TranslateException {
        List<String[]> sentences =
                Corpus.of(corpora.stream().map(CorpusSource::of).toList())
                        .sample(samples, SEED)
                        .stream()
                        .map(s -> s.words().toArray(new String[0]))
                        .toList();
        CalibrationConfig config =
                CalibrationConfig.builder().setModel(variants.floatModel()).build();
        long begin = System.nanoTime();
        CalibrationResult observed =
                new Calibrator(config)
                        .calibrate(
                                CalibrationTranslator.of(variants.floatTagger())
                                        .dataset(sentences));
        return new TaggerCalibration(observed, (System.nanoTime() - begin) / 1e9);
    }

    /**
     * Returns how long observing took.
     *
     * @return the seconds
     */
    public double seconds() {
        return seconds;
    }

    /**
     * Returns how many sentences were observed.
     *
     * @return their number
     */
    public long samples() {
        return observed.samples();
    }

    /**
     * Writes a table for the defaults of static quantization.
     *
     * @param method how ranges are found
     * @param file the file to write
     * @return the file
     * @throws IOException if it cannot be written
     */
    public Path write(String method, Path file) throws IOException {
        CalibrationTable table = observed.table(CalibrationMethod.parse(method));
        return Files.writeString(file, CalibrationTableFormat.write(table));
    }
}
