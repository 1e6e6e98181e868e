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

import io.github.djlint8.calibration.evaluate.Evaluation;
import io.github.djlint8.calibration.metric.PrecisionRecall;
import io.github.djlint8.calibration.metric.TagScore;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** Both models by type of span, or by label. */
record TypeSection(Evaluation evaluation) implements Section {

    /** {@inheritDoc} */
    @Override
    public String id() {
        return "types";
    }

    /** {@inheritDoc} */
    @Override
    public String heading() {
        return spans() ? "By type of span" : "By label";
    }

    /** {@inheritDoc} */
    @Override
    public boolean isEmpty() {
        return types().isEmpty();
    }

    /** {@inheritDoc} */
    @Override
    public void write(Markup out) {
        out.open("div", "class", "wide").open("table", "class", "types").open("thead").open("tr");
        out.element("th", spans() ? "Type" : "Label", "scope", "col");
        number(out, "th", "in the corpus");
        number(out, "th", "F1, original");
        number(out, "th", "F1, quantized");
        out.close().close().line().open("tbody");
        for (String type : types()) {
            PrecisionRecall original = of(evaluation.original().types(), type);
            PrecisionRecall quantized = of(evaluation.quantized().types(), type);
            out.open("tr").element("th", type, "scope", "row");
            number(out, "td", String.valueOf(original.gold()));
            number(out, "td", Numbers.percent(original.f1(), 2));
            number(out, "td", Numbers.percent(quantized.f1(), 2));
            out.close().line();
        }
        out.close().close().close().line();
    }

    private boolean spans() {
        return evaluation.score() == TagScore.SPAN_F1;
    }

    private SortedSet<String> types() {
        SortedSet<String> types = new TreeSet<>(evaluation.original().types().keySet());
        types.addAll(evaluation.quantized().types().keySet());
        return types;
    }

    private static PrecisionRecall of(SortedMap<String, PrecisionRecall> types, String type) {
        return types.getOrDefault(type, new PrecisionRecall(0, 0, 0));
    }

    private static void number(Markup out, String cell, String text) {
        out.element(cell, text, "class", "number");
    }
}
