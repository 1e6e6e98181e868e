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
package io.github.djlint8.cli.prune;

import io.github.djlint8.cli.output.ByteSize;
import io.github.djlint8.cli.output.CommandReport;
import io.github.djlint8.cli.output.TextTable;
import io.github.djlint8.cli.train.ExportedScore;
import io.github.djlint8.cli.train.TrainReport;
import io.github.djlint8.training.bert.EncoderConfig;
import io.github.djlint8.training.bert.LayerShape;
import io.github.djlint8.training.prune.PruningPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * What a pruning led to.
 *
 * @param score the name of the score
 * @param stages the tagger before, after, and trained on
 * @param settings what was asked for
 * @param whole the shape before
 * @param plan what stayed
 * @param training the training after it, if there was one
 * @param exported how the written model does; none if training stopped before its end
 */
public record PruneReport(
        String score,
        List<Stage> stages,
        PruningSettings settings,
        EncoderConfig whole,
        PruningPlan plan,
        Optional<TrainReport> training,
        Optional<ExportedScore> exported)
        implements CommandReport {

    /** Copies the list. */
    public PruneReport {
        stages = List.copyOf(stages);
    }

    /**
     * Returns the shape of the pruned encoder.
     *
     * @return the shape
     */
    public EncoderConfig shape() {
        return plan.shape(whole);
    }

    /** {@inheritDoc} */
    @Override
    public String toText() {
        StringBuilder text = new StringBuilder();
        training.map(TrainReport::toText)
                .or(() -> exported.map(e -> e.toText(score)))
                .ifPresent(t -> text.append(t).append(System.lineSeparator()));
        TextTable table = new TextTable("tagger", "parameters", "size", "dev " + score);
        for (Stage stage : stages) {
            table.row(
                    stage.name(),
                    String.format(Locale.ROOT, "%,d", stage.parameters()),
                    ByteSize.format(stage.bytes()),
                    String.format(Locale.ROOT, "%.4f", stage.score()));
        }
        text.append(table);
        if (settings.singleWeights()) {
            line(
                    text,
                    "%.1f %% of the weights of each matrix of the encoder are zero: as slow as"
                            + " before, smaller only when compressed",
                    100 * settings.planner().sparsity());
        } else {
            line(
                    text,
                    "Gone: %.1f %% of the weights in the matrices of the encoder's layers",
                    100 * plan.sparsity(whole));
            line(text, "Heads kept: %s of %d", list(LayerShape::heads), whole.heads());
            line(
                    text,
                    "Neurons kept: %s of %d",
                    list(LayerShape::intermediateSize),
                    whole.intermediateSize());
        }
        return text.toString();
    }

    /** {@inheritDoc} */
    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("score", score);
        map.put("stages", stages);
        map.put("sparsity", settings.singleWeights() ? 0 : plan.sparsity(whole));
        map.put("zeros", settings.singleWeights() ? settings.planner().sparsity() : 0);
        map.put("layers", shape().shapes());
        map.put("exported", exported.orElse(null));
        map.put("training", training.map(TrainReport::toMap).orElse(null));
        return map;
    }

    private String list(ToIntFunction<LayerShape> size) {
        return shape().shapes().stream()
                .map(s -> String.valueOf(size.applyAsInt(s)))
                .collect(Collectors.joining(" "));
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
