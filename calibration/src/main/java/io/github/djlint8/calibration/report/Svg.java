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

import java.util.List;

/** Writes the shapes that the charts are made of; how they look is said by their classes. */
final class Svg {

    private final Markup out;

    Svg(Markup out) {
        this.out = out;
    }

    /** Opens a drawing that fills the width it is given. */
    void open(double width, double height, String title) {
        String box = "0 0 " + Numbers.coordinate(width) + " " + Numbers.coordinate(height);
        out.open("svg", "viewBox", box, "role", "img", "aria-label", title);
    }

    void open(String element, String style) {
        out.open(element, "class", style);
    }

    void close() {
        out.close();
    }

    void line(String style, double x1, double y1, double x2, double y2) {
        out.empty("line", "class", style, "x1", at(x1), "y1", at(y1), "x2", at(x2), "y2", at(y2));
    }

    void text(String style, double x, double y, String text) {
        out.element("text", text, "class", style, "x", at(x), "y", at(y));
    }

    void path(String style, List<String> steps) {
        out.empty("path", "class", style, "d", String.join("", steps));
    }

    /** Draws a dot that tells what it stands for when it is pointed at. */
    void dot(String style, double x, double y, double radius, String tip) {
        out.open("circle", "class", style, "cx", at(x), "cy", at(y), "r", at(radius));
        out.element("title", tip);
        out.close();
    }

    private static String at(double coordinate) {
        return Numbers.coordinate(coordinate);
    }
}
