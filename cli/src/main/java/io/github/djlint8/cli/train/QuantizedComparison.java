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
import ai.djl.translate.TranslateException;
import ai.djl.util.Utils;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.calibration.evaluate.LabelledWords;
import io.github.djlint8.calibration.evaluate.TaggerComparison;
import io.github.djlint8.calibration.metric.TagScore;
import io.github.djlint8.cli.compare.ComparedModel;
import io.github.djlint8.cli.compare.ComparisonReport;
import io.github.djlint8.cli.compare.ModelFolder;
import io.github.djlint8.cli.compare.RowSpec;
import io.github.djlint8.cli.output.Progress;
import io.github.djlint8.training.data.EncodedSentence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the models before and after quantization-aware training, float and INT8, on the held-out
 * sentences.
 *
 * <p>Not safe for use by many threads.
 */
final class QuantizedComparison {

    private static final int THREADS = 1;

    private final TaggerFolder start;
    private final TaggerFolder trained;
    private final TagScore score;

    QuantizedComparison(TaggerFolder start, TaggerFolder trained, TagScore score) {
        this.start = start;
        this.trained = trained;
        this.score = score;
    }

    /** Compares; sentences that the encoder does not read to their end are left out. */
    QuantizationReport run(
            List<TaggedSentence> dev, List<EncodedSentence> encoded, List<LabelledWords> blocks)
            throws IOException, ModelException, TranslateException {
        List<TaggedSentence> sentences = new ArrayList<>();
        List<LabelledWords> expected = new ArrayList<>();
        for (int i = 0; i < dev.size(); i++) {
            if (encoded.get(i).labelled() == dev.get(i).size()) {
                sentences.add(dev.get(i));
                expected.add(blocks.get(i));
            }
        }
        Map<String, Path> files = new LinkedHashMap<>();
        files.put("float before", start.model());
        files.put("INT8 calibrated", start.quantized());
        files.put("float after", trained.model());
        files.put("INT8 trained", trained.quantized());
        Path scratch = Files.createTempDirectory("djl-int8-compare");
        List<ComparedModel> models = new ArrayList<>();
        try {
            int number = 0;
            for (Path file : files.values()) {
                Path own = Files.createDirectory(scratch.resolve(String.valueOf(number++)));
                RowSpec row = RowSpec.ofFile(file, isQuantized(file));
                models.add(ComparedModel.load(row, new ModelFolder(start.path()), THREADS, own));
            }
            return run(new ArrayList<>(files.keySet()), models, sentences, expected);
        } finally {
            models.forEach(ComparedModel::close);
            Utils.deleteQuietly(scratch);
        }
    }

    private QuantizationReport run(
            List<String> names,
            List<ComparedModel> models,
            List<TaggedSentence> sentences,
            List<LabelledWords> expected)
            throws IOException, ModelException, TranslateException {
        TaggerComparison.Builder comparison =
                TaggerComparison.builder().setScore(score).optWarmup(0);
        List<Long> bytes = new ArrayList<>();
        List<LabelledWords> integers = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            ComparedModel model = models.get(i);
            bytes.add(model.bytes());
            boolean last = i == models.size() - 1;
            comparison.addScorer(
                    names.get(i),
                    words -> {
                        LabelledWords found = model.score(words);
                        if (last) {
                            integers.add(found);
                        }
                        return found;
                    });
        }
        try (Progress progress = Progress.start("Comparing", sentences.size())) {
            var rows = comparison.build().run(sentences, progress);
            return new QuantizationReport(
                    new ComparisonReport(score, sentences.size(), bytes, rows, List.of()),
                    LogitDistance.of(expected, integers));
        }
    }

    private boolean isQuantized(Path file) {
        return file.equals(start.quantized()) || file.equals(trained.quantized());
    }
}
