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
import io.github.djlint8.calibration.evaluate.LabelComparison;
import io.github.djlint8.calibration.evaluate.LabelledWords;
import io.github.djlint8.calibration.metric.Bootstrap;
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
import java.util.function.LongConsumer;

/**
 * Runs the models before and after quantization-aware training, float and INT8, on the held-out
 * sentences.
 *
 * <p>Not safe for use by many threads.
 */
final class QuantizedComparison {

    /** Processors are shared out sentence by sentence, not inside an operator. */
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
        List<Long> bytes = new ArrayList<>();
        List<List<LabelledWords>> found = new ArrayList<>();
        long work = (long) files.size() * sentences.size();
        try (Progress progress = Progress.start("Comparing", work)) {
            for (Path file : files.values()) {
                long done = (long) found.size() * sentences.size();
                found.add(score(file, sentences, bytes, n -> progress.accept(done + n)));
            }
        }
        LabelComparison comparison =
                new LabelComparison(List.copyOf(files.keySet()), score, Bootstrap.defaults());
        for (int i = 0; i < sentences.size(); i++) {
            int sentence = i;
            comparison.add(found.stream().map(f -> f.get(sentence)).toList());
        }
        var rows = comparison.rows(sentences);
        return new QuantizationReport(
                new ComparisonReport(score, sentences.size(), bytes, rows, List.of()),
                LogitDistance.of(expected, found.get(found.size() - 1)));
    }

    /** Runs one model and frees it, so that no two are in memory. */
    private List<LabelledWords> score(
            Path file, List<TaggedSentence> sentences, List<Long> bytes, LongConsumer progress)
            throws IOException, ModelException, TranslateException {
        Path scratch = Files.createTempDirectory("djl-int8-compare");
        RowSpec row = RowSpec.ofFile(file, isQuantized(file));
        try (ComparedModel model =
                ComparedModel.load(row, new ModelFolder(start.path()), THREADS, scratch)) {
            bytes.add(model.bytes());
            return model.score(sentences, progress);
        } finally {
            Utils.deleteQuietly(scratch);
        }
    }

    private boolean isQuantized(Path file) {
        return file.equals(start.quantized()) || file.equals(trained.quantized());
    }
}
