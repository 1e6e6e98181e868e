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

import io.github.djlint8.calibration.search.LayerNoise;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A bar for each layer: how far the signal in its output stands above the noise of quantization.
 *
 * <p>Lengths are percentages of the column, so that names and bars share whatever width there is.
 */
record LayerSection(List<LayerNoise> layers, Map<String, String> treatments) implements Section {

    private static final int WEAKEST = 3;
    private static final int TICKS = 5;
    private static final double FULL = 100;

    /** {@inheritDoc} */
    @Override
    public String id() {
        return "layers";
    }

    /** {@inheritDoc} */
    @Override
    public String heading() {
        return "Signal to noise by layer";
    }

    /** {@inheritDoc} */
    @Override
    public boolean isEmpty() {
        return layers.isEmpty();
    }

    /** {@inheritDoc} */
    @Override
    public void write(Markup out) {
        Axis axis = axis();
        Set<LayerNoise> weakest =
                layers.stream()
                        .sorted(Comparator.comparingDouble(LayerSection::decibels))
                        .limit(WEAKEST)
                        .collect(Collectors.toSet());
        out.element(
                "p",
                "The output of each layer in the quantized model against the same layer of the"
                        + " original, in decibels (SQNR), with all noise that arrives from the"
                        + " layers before. Longer is better; the "
                        + Math.min(WEAKEST, layers.size())
                        + " weakest stand out.");
        out.open("table", "class", "layers").open("thead").open("tr");
        out.element("th", "Layer", "scope", "col").open("th", "scope", "col", "class", "bar");
        scale(out, axis);
        out.close().element("th", "dB", "scope", "col", "class", "number");
        out.close().close().line().open("tbody");
        for (LayerNoise layer : layers) {
            row(out, axis, layer, weakest.contains(layer));
        }
        out.close().close().line();
    }

    private void row(Markup out, Axis axis, LayerNoise layer, boolean weak) {
        double decibels = decibels(layer);
        String length = Numbers.coordinate(axis.position(decibels)) + "%";
        out.open("tr", "class", weak ? "weak" : "usual");
        out.open("th", "scope", "row").name(layer.layer());
        out.element("small", kind(layer)).close();
        out.open("td", "class", "bar").open("svg", "height", "12", "aria-hidden", "true");
        for (double tick : axis.ticks(TICKS)) {
            String x = Numbers.coordinate(axis.position(tick)) + "%";
            out.empty("line", "class", "grid", "x1", x, "x2", x, "y1", "0", "y2", "12");
        }
        out.empty("rect", "class", "data", "width", length, "height", "12");
        out.close().close();
        out.element("td", Numbers.fixed(decibels, 1), "class", "number").close().line();
    }

    /** Writes the numbers over the bars, the first and the last inside the column. */
    private static void scale(Markup out, Axis axis) {
        out.open("svg", "height", "14", "role", "img", "aria-label", "SQNR in decibels");
        List<Double> ticks = axis.ticks(TICKS);
        for (int i = 0; i < ticks.size(); i++) {
            String anchor = i == 0 ? "start" : i == ticks.size() - 1 ? "end" : "middle";
            String x = Numbers.coordinate(axis.position(ticks.get(i))) + "%";
            String text = Numbers.value(ticks.get(i), 3);
            out.element("text", text, "class", "axis " + anchor, "x", x, "y", "11");
        }
        out.close();
    }

    /** Returns an axis from 0 to a round value that no finite ratio exceeds. */
    private Axis axis() {
        double highest =
                layers.stream()
                        .mapToDouble(LayerSection::decibels)
                        .filter(Double::isFinite)
                        .max()
                        .orElse(1);
        double step = Axis.step(Math.max(1, highest) / (TICKS - 1));
        return Axis.linear(0, step * Math.ceil(Math.max(1, highest) / step), 0, FULL);
    }

    private String kind(LayerNoise layer) {
        String treatment = treatments.get(layer.layer());
        boolean named = treatment != null && treatment.length() > 1;
        return named ? layer.operator() + ", " + treatment : layer.operator();
    }

    private static double decibels(LayerNoise layer) {
        return layer.score().decibels();
    }
}
