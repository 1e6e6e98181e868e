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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Draws variants of a model as dots: a cost to the right, divergence upwards. */
final class TrialChart {

    static final double WIDTH = 360;
    static final double LEFT = 52;
    static final double RIGHT = 350;
    static final double TOP = 10;
    static final double BOTTOM = 210;

    private static final double HEIGHT = 246;
    private static final double RADIUS = 4;
    private static final int TICKS = 5;
    // Below this quotient equal steps show more than equal quotients do.
    private static final double LOG_FROM = 20;

    private final List<Dot> dots;
    private final Axis costs;
    private final Axis divergences;

    /**
     * A variant.
     *
     * @param cost the value to the right
     * @param divergence the value upwards
     * @param style how it is drawn
     * @param tip what it tells when it is pointed at
     */
    record Dot(double cost, double divergence, String style, String tip) {}

    TrialChart(List<Dot> dots) {
        this.dots = List.copyOf(dots);
        costs = costAxis().at(LEFT + 8, RIGHT - 8);
        divergences = divergenceAxis().at(BOTTOM - 8, TOP + 8);
    }

    void write(Markup out, String costName, String divergenceName) {
        Svg svg = new Svg(out);
        svg.open(WIDTH, HEIGHT, divergenceName + " against " + costName);
        divergenceTicks(svg);
        svg.line("rule", LEFT, BOTTOM, RIGHT, BOTTOM);
        for (double tick : costs.ticks(TICKS)) {
            double x = costs.position(tick);
            svg.line("rule", x, BOTTOM, x, BOTTOM + 3);
            svg.text("axis middle", x, BOTTOM + 14, Numbers.value(tick, 3));
        }
        svg.text("axis end", RIGHT, BOTTOM + 30, costName);
        svg.path("front", front());
        for (Dot dot : dots) {
            svg.dot(dot.style(), x(dot), y(dot), RADIUS, dot.tip());
        }
        svg.close();
    }

    private void divergenceTicks(Svg svg) {
        for (double tick : divergences.ticks(TICKS)) {
            // A logarithm has no zero: the lowest line stands for it, a decade below the others.
            boolean zero = tick == 0 || hasZero() && tick == divergences.low();
            double y = divergences.position(tick);
            svg.line("grid", LEFT, y, RIGHT, y);
            svg.text("axis end", LEFT - 5, y + 3.5, zero ? "0" : Numbers.value(tick, 2));
        }
    }

    /** Returns the steps along which no variant lies further to the left and below. */
    private List<String> front() {
        List<String> steps = new ArrayList<>();
        double least = Double.POSITIVE_INFINITY;
        List<Dot> sorted =
                dots.stream()
                        .sorted(
                                Comparator.comparingDouble(Dot::cost)
                                        .thenComparingDouble(Dot::divergence))
                        .toList();
        for (Dot dot : sorted) {
            if (dot.divergence() < least) {
                least = dot.divergence();
                String x = Numbers.coordinate(x(dot));
                String y = Numbers.coordinate(y(dot));
                steps.add(steps.isEmpty() ? "M" + x + " " + y : "H" + x + "V" + y);
            }
        }
        return steps;
    }

    private double x(Dot dot) {
        return costs.position(dot.cost());
    }

    private double y(Dot dot) {
        return divergences.position(dot.divergence());
    }

    private Axis costAxis() {
        double low = dots.stream().mapToDouble(Dot::cost).min().orElseThrow();
        double high = dots.stream().mapToDouble(Dot::cost).max().orElseThrow();
        return Axis.linear(low, high > low ? high : low + Math.max(1, Math.abs(low)), 0, 1);
    }

    private boolean hasZero() {
        return dots.stream().anyMatch(dot -> dot.divergence() <= 0);
    }

    private Axis divergenceAxis() {
        double high = dots.stream().mapToDouble(Dot::divergence).max().orElseThrow();
        double low =
                dots.stream().mapToDouble(Dot::divergence).filter(d -> d > 0).min().orElse(high);
        if (high > low * LOG_FROM) {
            int lowest = (int) Math.floor(Math.log10(low)) - (hasZero() ? 1 : 0);
            int highest = (int) Math.ceil(Math.log10(high));
            return Axis.log(Axis.decade(lowest), Axis.decade(highest), 0, 1);
        }
        return Axis.linear(0, high > 0 ? high : 1, 0, 1);
    }
}
