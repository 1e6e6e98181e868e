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
package io.github.djlint8.engine;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Operations that compare the elements of a lane: positions of extremes, sorting, the k largest.
 *
 * <p>A NaN counts as larger than any number. Of equal elements the first wins, and sorting keeps
 * their order. Positions are INT64.
 */
final class Ordering {

    private Ordering() {}

    /** Returns the position of the extreme of every lane; the axis is removed. */
    static DenseTensor argExtreme(DenseTensor x, int axis, boolean largest) {
        Lanes lanes = Lanes.of(x, axis);
        if (lanes.length() == 0) {
            throw new IllegalArgumentException(
                    "Axis " + axis + " of " + x + " has no element to choose from");
        }
        DenseTensor result = DenseTensor.allocate(ElementType.INT64, resized(x, axis, -1));
        int[] next = {0};
        lanes.forEach(first -> result.putLong(next[0]++, best(x, lanes, first, largest)));
        return result;
    }

    static DenseTensor flatArgExtreme(DenseTensor x, boolean largest) {
        return argExtreme(x.view(x.size()), 0, largest);
    }

    /** Returns the values and the positions of the first k of every lane in sorted order. */
    static DenseTensor[] top(DenseTensor x, int axis, int k, boolean largest) {
        Lanes lanes = Lanes.of(x, axis);
        if (k < 0 || k > lanes.length()) {
            throw new IllegalArgumentException(
                    "k must be in [0, "
                            + lanes.length()
                            + "], the size of axis "
                            + axis
                            + " of "
                            + x
                            + ", found "
                            + k);
        }
        long[] dims = resized(x, axis, k);
        DenseTensor values = DenseTensor.allocate(x.type(), dims);
        DenseTensor positions = DenseTensor.allocate(ElementType.INT64, dims);
        Lanes target = new Lanes(lanes.outer(), k, lanes.inner());
        int[] next = {0};
        int[] starts = starts(target);
        lanes.forEach(
                first -> {
                    int[] order = order(x, lanes, first, largest);
                    int start = k == 0 ? 0 : starts[next[0]++];
                    for (int i = 0; i < k; i++) {
                        int at = target.at(start, i);
                        values.copyFrom(at, x, lanes.at(first, order[i]), 1);
                        positions.putLong(at, order[i]);
                    }
                });
        return new DenseTensor[] {values, positions};
    }

    private static int[] starts(Lanes lanes) {
        int[] starts = new int[lanes.outer() * lanes.inner()];
        int[] next = {0};
        lanes.forEach(first -> starts[next[0]++] = first);
        return starts;
    }

    private static int[] order(DenseTensor x, Lanes lanes, int first, boolean largest) {
        Comparator<Integer> ascending =
                (a, b) -> compare(x, lanes.at(first, a), lanes.at(first, b));
        Comparator<Integer> comparator = largest ? ascending.reversed() : ascending;
        Integer[] boxed = IntStream.range(0, lanes.length()).boxed().toArray(Integer[]::new);
        Arrays.sort(boxed, comparator);
        return Arrays.stream(boxed).mapToInt(Integer::intValue).toArray();
    }

    private static int best(DenseTensor x, Lanes lanes, int first, boolean largest) {
        int best = 0;
        for (int k = 1; k < lanes.length(); k++) {
            int sign = compare(x, lanes.at(first, k), lanes.at(first, best));
            if (largest ? sign > 0 : sign < 0) {
                best = k;
            }
        }
        return best;
    }

    private static int compare(DenseTensor x, int a, int b) {
        if (!x.type().isFloating()) {
            return Long.compare(x.getLong(a), x.getLong(b));
        }
        // Adding zero makes -0.0 and 0.0 equal.
        return Double.compare(x.getDouble(a) + 0.0, x.getDouble(b) + 0.0);
    }

    /** Returns the shape with another size at an axis, or without the axis for a negative size. */
    private static long[] resized(DenseTensor x, int axis, int size) {
        long[] dims = x.dims();
        if (dims.length == 0) {
            return dims;
        }
        int normalized = Axes.normalize(axis, dims.length);
        if (size >= 0) {
            dims[normalized] = size;
            return dims;
        }
        return IntStream.range(0, dims.length)
                .filter(i -> i != normalized)
                .mapToLong(i -> dims[i])
                .toArray();
    }
}
