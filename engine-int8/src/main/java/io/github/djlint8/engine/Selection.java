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

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.index.dim.NDIndexAll;
import ai.djl.ndarray.index.dim.NDIndexBooleans;
import ai.djl.ndarray.index.dim.NDIndexElement;
import ai.djl.ndarray.index.dim.NDIndexFixed;
import ai.djl.ndarray.index.dim.NDIndexNull;
import ai.djl.ndarray.index.dim.NDIndexSlice;
import ai.djl.ndarray.index.dim.NDIndexTake;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The elements that an {@link NDIndex} selects: their offsets in order and the shape they form.
 *
 * <p>Fixed indices, slices of positive step, "all", ellipsis, new axes, and one array: integers
 * that take from an axis, or a BOOLEAN mask over one or more axes.
 */
final class Selection {

    private final DenseTensor source;
    private final int[] strides;
    private final List<Long> dims = new ArrayList<>();
    private int[] offsets = {0};
    private int axis;
    private boolean hasArray;

    private Selection(DenseTensor source) {
        this.source = source;
        strides = Strides.rowMajor(source.dims());
    }

    static Selection of(DenseTensor source, NDIndex index) {
        Selection selection = new Selection(source);
        for (NDIndexElement element : expand(index, source)) {
            selection.add(element);
        }
        return selection;
    }

    int[] offsets() {
        return offsets;
    }

    long[] dims() {
        return dims.stream().mapToLong(Long::longValue).toArray();
    }

    DenseTensor get() {
        return source.gather(offsets, dims());
    }

    /** Writes values that broadcast to the selection. */
    void set(DenseTensor values) {
        source.scatter(offsets, Shaping.broadcast(values, dims()));
    }

    private static List<NDIndexElement> expand(NDIndex index, DenseTensor source) {
        List<NDIndexElement> elements = new ArrayList<>(index.getIndices());
        int covered = 0;
        for (NDIndexElement element : elements) {
            covered += element instanceof NDIndexNull ? 0 : element.getRank();
        }
        int missing = source.rank() - covered;
        if (missing < 0) {
            throw new IllegalArgumentException(
                    "The index names " + covered + " axes, the array is " + source);
        }
        int ellipsis = index.getEllipsisIndex();
        int at = ellipsis < 0 ? elements.size() : ellipsis;
        for (int i = 0; i < missing; i++) {
            elements.add(at, new NDIndexAll());
        }
        return elements;
    }

    private void add(NDIndexElement element) {
        if (element instanceof NDIndexNull) {
            dims.add(1L);
        } else if (element instanceof NDIndexAll) {
            addPositions(IntStream.range(0, source.dim(axis)).toArray());
        } else if (element instanceof NDIndexFixed fixed) {
            extend(new int[] {position(fixed.getIndex()) * strides[axis]});
            axis++;
        } else if (element instanceof NDIndexSlice slice) {
            addPositions(positions(slice));
        } else if (element instanceof NDIndexTake take) {
            addTake(take.getIndex());
        } else if (element instanceof NDIndexBooleans booleans) {
            addMask(booleans.getIndex());
        } else {
            throw new UnsupportedOperationException(
                    "An index with " + element.getClass().getSimpleName() + " among others");
        }
    }

    private void addPositions(int[] positions) {
        int stride = strides[axis];
        extend(Arrays.stream(positions).map(p -> p * stride).toArray());
        dims.add((long) positions.length);
        axis++;
    }

    private void addTake(NDArray index) {
        requireFirstArray();
        DenseTensor taken = ArrayImport.tensorOf(index);
        int[] steps = new int[taken.size()];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = position(taken.getLong(i)) * strides[axis];
        }
        extend(steps);
        for (long dim : taken.dims()) {
            dims.add(dim);
        }
        axis++;
    }

    private void addMask(NDArray index) {
        requireFirstArray();
        DenseTensor mask = ArrayImport.tensorOf(index);
        long[] covered = Arrays.copyOfRange(source.dims(), axis, axis + mask.rank());
        if (!Arrays.equals(covered, mask.dims())) {
            throw new IllegalArgumentException(
                    "A mask " + mask + " does not match " + source + " from axis " + axis);
        }
        int[] maskStrides = Arrays.copyOfRange(strides, axis, axis + mask.rank());
        int[] all = Strides.offsets(covered, maskStrides, 0);
        int[] chosen =
                IntStream.range(0, all.length)
                        .filter(i -> mask.getLong(i) != 0)
                        .map(i -> all[i])
                        .toArray();
        extend(chosen);
        dims.add((long) chosen.length);
        axis += mask.rank();
    }

    private void requireFirstArray() {
        if (hasArray) {
            throw new UnsupportedOperationException("An index with more than one array");
        }
        hasArray = true;
    }

    private void extend(int[] steps) {
        int size = Math.multiplyExact(offsets.length, steps.length);
        int[] extended = new int[size];
        int next = 0;
        for (int offset : offsets) {
            for (int step : steps) {
                extended[next++] = offset + step;
            }
        }
        offsets = extended;
    }

    private int position(long index) {
        int size = source.dim(axis);
        if (index < -size || index >= size) {
            throw new IndexOutOfBoundsException(
                    "Index " + index + " is outside axis " + axis + " of " + source);
        }
        return (int) (index < 0 ? index + size : index);
    }

    private int[] positions(NDIndexSlice slice) {
        long size = source.dim(axis);
        long step = slice.getStep() == null ? 1 : slice.getStep();
        if (step < 0) {
            throw new UnsupportedOperationException(
                    "A slice with the negative step " + step + "; flip the array instead");
        }
        long from = slice.getMin() == null ? 0 : clamp(slice.getMin(), size);
        long to = slice.getMax() == null ? size : clamp(slice.getMax(), size);
        int count = (int) Math.max(0, (to - from + step - 1) / step);
        return IntStream.range(0, count).map(i -> (int) (from + i * step)).toArray();
    }

    private static long clamp(long bound, long size) {
        long fromStart = bound < 0 ? bound + size : bound;
        return Math.max(0, Math.min(size, fromStart));
    }
}
