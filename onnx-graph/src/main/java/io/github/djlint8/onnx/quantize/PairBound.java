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
package io.github.djlint8.onnx.quantize;

import java.util.List;

/**
 * The condition under which no processor saturates: the bound on adjacent pairs of a column.
 *
 * <p>x86 without VNNI multiplies uint8 activations by int8 weights with {@code vpmaddubsw}, which
 * adds the products of two adjacent rows in 16 bits and saturates. With activations up to 255 the
 * sum stays within 16 bits if the positive weights of the pair add up to at most 128 (255 * 128 =
 * 32640 &lt;= 32767), and the negative ones to at least -128. ONNX Runtime packs four rows of a
 * column side by side, beginning at row 0, so the pairs are rows (0, 1), (2, 3) and so on; a last
 * odd row is paired with zero.
 */
final class PairBound {

    /** The largest sum of the magnitudes of two adjacent weights of the same sign. */
    static final int LIMIT = 128;

    private PairBound() {}

    /** What a pair of products may add up to. */
    private static final int LARGEST_SUM = Short.MAX_VALUE;

    /**
     * Returns the smallest scale, not below a given one, under which a column obeys the bound for
     * activations that use a part of their levels.
     *
     * @param column the real weights, finite
     * @param levels the largest uint8 level of the activation that multiplies each weight
     * @param floor the smallest scale allowed, positive
     * @return the scale
     */
    static float smallestScale(float[] column, List<Integer> levels, float floor) {
        float scale = floor;
        for (int i = 0; i + 1 < column.length; i += 2) {
            float a = column[i];
            float b = column[i + 1];
            if (a * (double) b > 0) {
                int first = levels.get(i);
                int second = levels.get(i + 1);
                scale = smallestScale(s -> obeys(a, first, b, second, s), a, b, scale);
            }
        }
        return scale;
    }

    private static boolean obeys(float a, int first, float b, int second, float scale) {
        return Math.abs(Math.rint(a / scale) * first + Math.rint(b / scale) * second)
                <= LARGEST_SUM;
    }

    /** A test that is passed from one scale on. */
    private interface Bound {
        boolean obeys(float scale);
    }

    /**
     * Returns the smallest scale, not below a given one, under which a column obeys the bound.
     *
     * <p>A larger scale never makes a rounded quotient larger, so each pair obeys from one scale
     * on. That scale is found exactly, to the last bit of a float; the column needs the largest of
     * its pairs. A pair that already obeys the scale of the pairs before it costs two divisions.
     *
     * @param column the real weights, finite
     * @param floor the smallest scale allowed, positive
     * @return the scale
     */
    static float smallestScale(float[] column, float floor) {
        float scale = floor;
        for (int i = 0; i + 1 < column.length; i += 2) {
            float a = column[i];
            float b = column[i + 1];
            if (a * (double) b > 0 && !obeys(a, b, scale)) {
                scale = smallestScale(s -> obeys(a, b, s), a, b, scale);
            }
        }
        return scale;
    }

    private static boolean obeys(float a, float b, float scale) {
        return Math.abs(Math.rint(a / scale) + Math.rint(b / scale)) <= LIMIT;
    }

    /** Searches over the bits of positive floats, which are ordered as the floats are. */
    private static float smallestScale(Bound bound, float a, float b, float floor) {
        if (bound.obeys(floor)) {
            return floor;
        }
        int low = Float.floatToIntBits(floor);
        int high = Float.floatToIntBits(Math.max(Math.abs(a), Math.abs(b)));
        while (high - low > 1) {
            int middle = low + (high - low) / 2;
            if (bound.obeys(Float.intBitsToFloat(middle))) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return Float.intBitsToFloat(high);
    }
}
