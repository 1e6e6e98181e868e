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

import io.github.djlint8.api.ValueRange;
import io.github.djlint8.calibration.observer.HistogramCells;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws the values of an activation: counts on a logarithmic axis, above them a bracket for the
 * range of each method, whose ends go down through the counts as clip lines.
 */
final class HistogramChart {

    static final double WIDTH = 360;
    static final double LEFT = 48;
    static final double RIGHT = 350;
    static final double ROW = 13;
    static final double HEIGHT = 110;

    private static final double TOP = 4;
    private static final double GAP = 5;
    private static final double FOOT = 20;
    private static final int VALUE_TICKS = 5;
    private static final int COUNT_TICKS = 4;
    // A single value then still shows as a bar.
    private static final double LOWEST_COUNT = 0.5;

    private final HistogramCells cells;
    private final List<Clip> clips;
    private final Axis values;
    private final Axis counts;
    private final double plotTop;
    private final double plotBottom;

    /** A range with its label and how it is drawn. */
    record Clip(String label, String style, ValueRange range) {}

    HistogramChart(HistogramCells cells, List<Clip> clips) {
        this.cells = cells;
        this.clips = List.copyOf(clips);
        plotTop = TOP + ROW * clips.size() + GAP;
        plotBottom = plotTop + HEIGHT;
        values = Axis.linear(cells.low(), cells.high(), LEFT, RIGHT);
        double decades = Math.max(1, Math.ceil(Math.log10(cells.highest())));
        counts = Axis.log(LOWEST_COUNT, Math.pow(10, decades), plotBottom, plotTop);
    }

    void write(Markup out, String title) {
        Svg svg = new Svg(out);
        svg.open(WIDTH, plotBottom + FOOT, title);
        countAxis(svg);
        svg.path("data", outline());
        valueAxis(svg);
        for (int i = 0; i < clips.size(); i++) {
            clip(svg, clips.get(i), TOP + ROW * (i + 0.5));
        }
        svg.close();
    }

    private void countAxis(Svg svg) {
        for (double tick : counts.ticks(COUNT_TICKS)) {
            double y = counts.position(tick);
            svg.line("grid", LEFT, y, RIGHT, y);
            svg.text("axis end", LEFT - 5, y + 3.5, Numbers.count(tick));
        }
    }

    private void valueAxis(Svg svg) {
        svg.line("rule", LEFT, plotBottom, RIGHT, plotBottom);
        for (double tick : values.ticks(VALUE_TICKS)) {
            double x = values.position(tick);
            svg.line("rule", x, plotBottom, x, plotBottom + 3);
            svg.text("axis middle", x, plotBottom + 14, Numbers.value(tick, 3));
        }
    }

    private void clip(Svg svg, Clip clip, double y) {
        double low = values.position(clip.range().min());
        double high = values.position(clip.range().max());
        svg.text("axis end", LEFT - 5, y + 3.5, clip.label());
        svg.open("g", "clip " + clip.style());
        svg.line("bracket", low, y, high, y);
        svg.line("end", low, y - 3.5, low, plotBottom);
        svg.line("end", high, y - 3.5, high, plotBottom);
        svg.close();
    }

    /** Returns the outline of the filled cells as steps. */
    private List<String> outline() {
        List<String> steps = new ArrayList<>();
        double last = plotBottom;
        steps.add("M" + Numbers.coordinate(LEFT) + " " + Numbers.coordinate(plotBottom));
        for (int i = 0; i < cells.counts().size(); i++) {
            long count = cells.counts().get(i);
            double y = count == 0 ? plotBottom : counts.position(count);
            if (y != last) {
                double x = values.position(cells.low() + i * cells.width());
                steps.add("H" + Numbers.coordinate(x) + "V" + Numbers.coordinate(y));
                last = y;
            }
        }
        steps.add("H" + Numbers.coordinate(RIGHT) + "V" + Numbers.coordinate(plotBottom) + "Z");
        return steps;
    }
}
