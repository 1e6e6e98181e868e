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

/** Checks of axis arguments. */
final class Axes {

    private Axes() {}

    /** Returns the axis in [0, rank - 1]; a scalar counts as having one axis. */
    static int normalize(int axis, int rank) {
        int bound = Math.max(rank, 1);
        if (axis < -bound || axis >= bound) {
            throw new IllegalArgumentException(
                    "Axis " + axis + " is outside [" + -bound + ", " + (bound - 1) + "]");
        }
        return axis < 0 ? axis + bound : axis;
    }

    /** Returns which axes are named; none named means all. */
    static boolean[] select(int[] axes, int rank) {
        boolean[] selected = new boolean[rank];
        if (axes.length == 0) {
            Arrays.fill(selected, true);
        }
        for (int axis : axes) {
            int normalized = normalize(axis, rank);
            if (rank > 0 && selected[normalized]) {
                throw new IllegalArgumentException(
                        "Axis " + axis + " is named twice in " + Arrays.toString(axes));
            }
            if (rank > 0) {
                selected[normalized] = true;
            }
        }
        return selected;
    }
}
