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
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.calibration.evaluate.LabelComparison;
import io.github.djlint8.calibration.evaluate.LabelledWords;
import io.github.djlint8.calibration.metric.Bootstrap;
import io.github.djlint8.calibration.metric.TagScore;
import io.github.djlint8.cli.compare.ComparisonReport;
import io.github.djlint8.cli.compare.RowSpec;
import io.github.djlint8.training.data.EncodedSentence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares the models before and after quantization-aware training, float and INT8, on the held-out
 * sentences.
 *
 * <p>Not safe for use by many threads.
 */
final class QuantizedComparison {

    private static final List<String> NAMES =
            List.of("float before", "INT8 calibrated", "float after", "INT8 trained");

    private final TaggerFolder start;
    private final TagScore score;

    QuantizedComparison(TaggerFolder start, TagScore score) {
        this.start = start;
        this.score = score;
    }

    /**
     * Runs the models before and compares; sentences that the encoder does not read to their end
     * are left out.
     */
    QuantizationReport run(
            WrittenTagger.Outputs trained,
            List<TaggedSentence> dev,
            List<EncodedSentence> encoded,
            List<LabelledWords> blocks)
            throws IOException, ModelException, TranslateException {
        List<RowSpec> rows =
                List.of(
                        RowSpec.ofFile(start.model(), false),
                        RowSpec.ofFile(start.quantized(), true));
        List<TaggerOutput> outputs = new ArrayList<>(TaggerOutput.ofEach(rows, start, dev));
        outputs.add(trained.exact());
        outputs.add(trained.quantized());
        LabelComparison comparison = new LabelComparison(NAMES, score, Bootstrap.defaults());
        List<TaggedSentence> sentences = new ArrayList<>();
        List<LabelledWords> expected = new ArrayList<>();
        List<LabelledWords> found = new ArrayList<>();
        for (int i = 0; i < dev.size(); i++) {
            if (encoded.get(i).labelled() == dev.get(i).size()) {
                int sentence = i;
                comparison.add(outputs.stream().map(o -> o.sentences().get(sentence)).toList());
                sentences.add(dev.get(i));
                expected.add(blocks.get(i));
                found.add(trained.quantized().sentences().get(i));
            }
        }
        List<Long> bytes = outputs.stream().map(TaggerOutput::bytes).toList();
        return new QuantizationReport(
                new ComparisonReport(
                        score, sentences.size(), bytes, comparison.rows(sentences), List.of()),
                LogitDistance.of(expected, found));
    }
}
