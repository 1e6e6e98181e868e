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

import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.CalibrationMethod;
import io.github.djlint8.api.TensorCalibration;
import io.github.djlint8.calibration.report.HistogramChart.Clip;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A histogram for each activation, with the ranges of the methods side by side. */
record ActivationSection(List<ReportedActivation> activations) implements Section {

    /** {@inheritDoc} */
    @Override
    public String id() {
        return "activations";
    }

    /** {@inheritDoc} */
    @Override
    public String heading() {
        return "Activations and where they are clipped";
    }

    /** {@inheritDoc} */
    @Override
    public boolean isEmpty() {
        return activations.isEmpty();
    }

    /** {@inheritDoc} */
    @Override
    public void write(Markup out) {
        out.element(
                "p",
                "What each quantized product reads, observed over the calibration data. The axis"
                        + " of counts is logarithmic. A bracket spans the range of a calibration"
                        + " method; its ends are the clip lines."
                        + (hasTable() ? " \u201Cused\u201D is the range in the table." : ""));
        out.open("div", "class", "charts").line();
        activations.forEach(activation -> figure(out, activation));
        out.close().line();
    }

    private boolean hasTable() {
        return activations.stream().anyMatch(a -> a.entry().isPresent());
    }

    private static void figure(Markup out, ReportedActivation activation) {
        out.open("figure").open("figcaption").name(activation.tensor());
        out.element("small", caption(activation)).close();
        List<Clip> clips = clips(activation);
        new HistogramChart(activation.cells(), clips)
                .write(out, "Histogram of " + activation.tensor());
        ranges(out, clips);
        out.close().line();
    }

    private static String caption(ReportedActivation activation) {
        String count = String.format(Locale.ROOT, "%,d values", activation.values());
        return activation.entry().map(e -> treatment(e) + ", " + count).orElse(count);
    }

    private static String treatment(TensorCalibration entry) {
        return switch (entry.choice()) {
            case STATIC ->
                    entry.isDivided()
                            ? "static range of its channels, each divided by a factor of its own"
                            : "static range";
            case TOKEN -> "one scale for each token";
            case FLOAT -> "stays float";
        };
    }

    private static List<Clip> clips(ReportedActivation activation) {
        List<Clip> clips = new ArrayList<>();
        for (ClipRange range : activation.ranges()) {
            clips.add(new Clip(label(range.method()), style(range.method()), range.range()));
        }
        activation
                .entry()
                .filter(e -> e.choice() == ActivationChoice.STATIC && !e.isDivided())
                .ifPresent(e -> clips.add(new Clip("used", "used", e.range())));
        return clips;
    }

    private static void ranges(Markup out, List<Clip> clips) {
        out.open("table", "class", "ranges").open("thead").open("tr");
        out.element("th", "Method", "scope", "col");
        out.element("th", "from", "scope", "col", "class", "number");
        out.element("th", "to", "scope", "col", "class", "number");
        out.close().close().open("tbody");
        for (Clip clip : clips) {
            out.open("tr", "class", clip.style()).element("th", clip.label(), "scope", "row");
            out.element("td", Numbers.value(clip.range().min(), 4), "class", "number");
            out.element("td", Numbers.value(clip.range().max(), 4), "class", "number");
            out.close();
        }
        out.close().close();
    }

    private static String label(CalibrationMethod method) {
        return switch (method.kind()) {
            case MINMAX -> "min-max";
            case MOVING_AVERAGE -> "average";
            case PERCENTILE -> Numbers.value(method.parameter(), 6) + "\u00A0%";
            case ENTROPY -> "entropy";
            case MSE -> "MSE";
        };
    }

    private static String style(CalibrationMethod method) {
        return method.kind().option();
    }
}
