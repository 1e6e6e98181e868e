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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Joins tensors along an axis and cuts them apart again, block by block. */
final class Joining {

    private Joining() {}

    static DenseTensor stack(List<DenseTensor> parts, int axis) {
        DenseTensor first = parts.get(0);
        for (int i = 1; i < parts.size(); i++) {
            if (!parts.get(i).sameShape(first)) {
                throw new IllegalArgumentException(
                        "Cannot stack arrays of different shapes: the first is "
                                + first
                                + ", number "
                                + i
                                + " is "
                                + parts.get(i));
            }
        }
        int at = Axes.normalize(axis, first.rank() + 1);
        return concat(parts.stream().map(p -> Shaping.expandDims(p, at)).toList(), at);
    }

    static DenseTensor concat(List<DenseTensor> parts, int axis) {
        DenseTensor first = parts.get(0);
        if (first.rank() == 0) {
            throw new IllegalArgumentException("Cannot concatenate scalars; stack them");
        }
        int at = Axes.normalize(axis, first.rank());
        long[] dims = first.dims();
        for (int i = 1; i < parts.size(); i++) {
            DenseTensor part = parts.get(i);
            requireFits(first, part, i, at);
            dims[at] += part.dim(at);
        }
        DenseTensor result = DenseTensor.allocate(first.type(), dims);
        int outer = DenseTensor.elements(Arrays.copyOf(dims, at));
        int target = 0;
        for (int o = 0; o < outer; o++) {
            for (DenseTensor part : parts) {
                int block = part.size() / outer;
                result.copyFrom(target, part, o * block, block);
                target += block;
            }
        }
        return result;
    }

    /** Cuts before each of the indices, which ascend. */
    static List<DenseTensor> split(DenseTensor x, long[] indices, int axis) {
        if (x.rank() == 0) {
            throw new IllegalArgumentException("Cannot split a scalar");
        }
        int at = Axes.normalize(axis, x.rank());
        List<DenseTensor> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= indices.length; i++) {
            long end = i < indices.length ? indices[i] : x.dim(at);
            int to = (int) Math.min(end, x.dim(at));
            if (to < from) {
                throw new IllegalArgumentException(
                        "Indices of a split ascend from 0, found " + Arrays.toString(indices));
            }
            parts.add(range(x, at, from, to));
            from = to;
        }
        return parts;
    }

    static List<DenseTensor> split(DenseTensor x, long sections, int axis) {
        int size = x.rank() == 0 ? 0 : x.dim(Axes.normalize(axis, x.rank()));
        if (sections <= 0 || size % sections != 0) {
            throw new IllegalArgumentException(
                    "Cannot split axis "
                            + axis
                            + " of "
                            + x
                            + " into "
                            + sections
                            + " equal parts");
        }
        long[] indices = new long[(int) sections - 1];
        Arrays.setAll(indices, i -> (i + 1) * (size / sections));
        return split(x, indices, axis);
    }

    private static DenseTensor range(DenseTensor x, int axis, int from, int to) {
        long[] dims = x.dims();
        dims[axis] = to - from;
        DenseTensor part = DenseTensor.allocate(x.type(), dims);
        Lanes lanes = Lanes.of(x, axis);
        int block = (to - from) * lanes.inner();
        for (int o = 0; o < lanes.outer(); o++) {
            int source = (o * lanes.length() + from) * lanes.inner();
            part.copyFrom(o * block, x, source, block);
        }
        return part;
    }

    private static void requireFits(DenseTensor first, DenseTensor part, int index, int axis) {
        long[] expected = first.dims();
        boolean fits = part.rank() == first.rank() && part.type() == first.type();
        if (fits) {
            expected[axis] = part.dim(axis);
            fits = Arrays.equals(expected, part.dims());
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "Cannot join arrays along axis "
                            + axis
                            + ": the first is "
                            + first
                            + ", number "
                            + index
                            + " is "
                            + part);
        }
    }
}
