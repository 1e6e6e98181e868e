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
package io.github.djlint8.cli.pipeline;

import io.github.djlint8.cli.output.ByteSize;
import io.github.djlint8.cli.output.CommandReport;
import io.github.djlint8.cli.output.TextTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the steps of a pipeline led to.
 *
 * @param score the name of the score
 * @param planned the number of steps that were planned
 * @param steps those that were run
 */
public record PipelineReport(String score, int planned, List<StepResult> steps)
        implements CommandReport {

    /** Copies the list. */
    public PipelineReport {
        steps = List.copyOf(steps);
    }

    /**
     * Returns whether all steps were run and accepted.
     *
     * @return whether the pipeline came to its end
     */
    public boolean accepted() {
        return steps.size() == planned && steps.stream().allMatch(StepResult::accepted);
    }

    /** {@inheritDoc} */
    @Override
    public String toText() {
        TextTable table = new TextTable("step", score, "loss", "size", "smaller", "faster", "");
        StepResult first = steps.get(0);
        table.row(
                "original",
                decimals(first.originalScore()),
                "",
                ByteSize.format(first.originalBytes()),
                "",
                "",
                "");
        for (StepResult step : steps) {
            table.row(
                    step.step(),
                    decimals(step.score()),
                    decimals(step.originalScore() - step.score()),
                    ByteSize.format(step.bytes()),
                    ratio((double) step.originalBytes() / step.bytes()),
                    ratio(step.speedup()),
                    step.accepted() ? "accepted" : "refused");
        }
        StepResult last = steps.get(steps.size() - 1);
        String end = System.lineSeparator();
        String verdict = last.step() + ": " + last.summary();
        return table + end + verdict + end + outcome(last) + end;
    }

    private String outcome(StepResult last) {
        if (accepted()) {
            return "The smallest accepted model is " + last.file();
        }
        return "Stopped after step "
                + steps.size()
                + " of "
                + planned
                + steps.stream()
                        .filter(StepResult::accepted)
                        .reduce((a, b) -> b)
                        .map(s -> "; the last accepted model is " + s.file())
                        .orElse("; no step was accepted");
    }

    /** {@inheritDoc} */
    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("score", score);
        map.put("planned", planned);
        map.put("accepted", accepted());
        map.put("steps", steps);
        return map;
    }

    private static String decimals(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, "x%.2f", value);
    }
}
