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

import io.github.djlint8.cli.output.ByteSize;
import io.github.djlint8.cli.output.CommandReport;
import io.github.djlint8.cli.output.TextTable;
import io.github.djlint8.training.tune.EpochResult;
import io.github.djlint8.training.tune.TuningResult;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a training led to.
 *
 * @param result the epochs
 * @param score the name of the score
 * @param labels the number of labels
 * @param trained the number of weights that were trained
 * @param lostWords the words beyond the longest sequence, which were left out
 * @param exported how the written model does; none if training stopped before its end
 * @param quantization what quantization-aware training led to; none for training in float
 * @param stepsPerSecond the speed of this run, evaluation included
 * @param peakBytes the highest resident memory of the process, -1 if unknown
 */
public record TrainReport(
        TuningResult result,
        String score,
        int labels,
        long trained,
        int lostWords,
        Optional<ExportedScore> exported,
        Optional<QuantizationReport> quantization,
        double stepsPerSecond,
        long peakBytes)
        implements CommandReport {

    /** {@inheritDoc} */
    @Override
    public String toText() {
        TextTable table = new TextTable("epoch", "steps", "loss", "dev " + score);
        for (EpochResult epoch : result.epochs()) {
            table.row(
                    epoch.epoch(), epoch.steps(), decimals(epoch.loss()), decimals(epoch.score()));
        }
        StringBuilder text = new StringBuilder(table.toString());
        line(text, "Labels: %d; trained weights: %,d", labels, trained);
        if (lostWords > 0) {
            line(text, "Left out: %d words beyond the longest sequence", lostWords);
        }
        result.best()
                .ifPresent(b -> line(text, "Best epoch: %d, %s %.4f", b.epoch(), score, b.score()));
        if (exported.isEmpty()) {
            line(text, "Stopped after %d steps; --resume goes on", result.steps());
        } else {
            text.append(exported.get().toText(score));
        }
        line(
                text,
                "Speed: %.2f steps a second; peak memory: %s",
                stepsPerSecond,
                peakBytes < 0 ? "unknown" : ByteSize.format(peakBytes));
        quantization.ifPresent(q -> text.append(q.toText()));
        return text.toString();
    }

    /** {@inheritDoc} */
    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("score", score);
        map.put("epochs", result.epochs());
        map.put("finished", result.finished());
        map.put("labels", labels);
        map.put("trainedWeights", trained);
        map.put("lostWords", lostWords);
        map.put("exported", exported.orElse(null));
        quantization.ifPresent(q -> map.put("quantization", q.toMap()));
        map.put("stepsPerSecond", stepsPerSecond);
        map.put("peakBytes", peakBytes);
        return map;
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }

    private static String decimals(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
