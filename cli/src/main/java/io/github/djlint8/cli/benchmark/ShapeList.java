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
package io.github.djlint8.cli.benchmark;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shapes as djl-bench writes them: {@code (1,16)l,(1,16)l}, or one alone without brackets.
 *
 * <p>A letter behind a shape, there the element type, may stand and says nothing: the graph knows
 * its types. Safe for use by many threads.
 */
public final class ShapeList {

    private static final String DIMS = "\\d+(?:\\s*,\\s*\\d+)*";
    private static final Pattern ONE = Pattern.compile(DIMS);
    private static final Pattern SHAPE =
            Pattern.compile("\\(\\s*(" + DIMS + ")?\\s*\\)\\s*([sdubilBf]?)\\s*(,|$)\\s*");

    private ShapeList() {}

    /**
     * Reads shapes.
     *
     * @param text the text
     * @return the shapes
     * @throws IllegalArgumentException if it is not written as a list of shapes
     */
    public static List<Shape> parse(String text) {
        String trimmed = text.strip();
        if (ONE.matcher(trimmed).matches()) {
            return List.of(shape(trimmed));
        }
        List<Shape> shapes = new ArrayList<>();
        Matcher matcher = SHAPE.matcher(trimmed);
        int end = 0;
        while (end < trimmed.length() && matcher.find(end) && matcher.start() == end) {
            shapes.add(matcher.group(1) == null ? new Shape() : shape(matcher.group(1)));
            end = matcher.end();
        }
        if (shapes.isEmpty() || end < trimmed.length() || trimmed.endsWith(",")) {
            throw new IllegalArgumentException(
                    "Expected shapes such as (1,16)l,(1,16)l but was '" + text + "'");
        }
        return shapes;
    }

    private static Shape shape(String dims) {
        try {
            long[] sizes =
                    Arrays.stream(dims.split(","))
                            .map(String::strip)
                            .mapToLong(Long::parseLong)
                            .toArray();
            if (Arrays.stream(sizes).allMatch(size -> size > 0)) {
                return new Shape(sizes);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Dimension too large in (" + dims + ")", e);
        }
        throw new IllegalArgumentException("Expected dimensions of at least 1 in (" + dims + ")");
    }
}
