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
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDArrayIndexer;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.index.dim.NDIndexAll;
import ai.djl.ndarray.index.dim.NDIndexBooleans;
import ai.djl.ndarray.index.dim.NDIndexElement;
import ai.djl.ndarray.index.dim.NDIndexPick;
import ai.djl.ndarray.index.full.NDIndexFullPick;
import ai.djl.ndarray.index.full.NDIndexFullSlice;
import ai.djl.ndarray.index.full.NDIndexFullTake;
import java.util.Arrays;
import java.util.List;

/** Reads and writes the part of an array that an index selects; results go to one manager. */
final class Int8NDArrayIndexer extends NDArrayIndexer {

    private final NDManager manager;

    Int8NDArrayIndexer(NDManager manager) {
        this.manager = manager;
    }

    /** {@inheritDoc} */
    @Override
    public NDArray get(NDArray array, NDIndex index) {
        Int8NDArray own = (Int8NDArray) array;
        NDIndexPick pick = pick(index);
        if (pick != null) {
            int axis = index.getIndices().size() - 1;
            return wrap(own, Gathering.pick(own.tensor(), own.operand(pick.getIndex()), axis));
        }
        return wrap(own, Selection.of(own.tensor(), index).get());
    }

    /** {@inheritDoc} */
    @Override
    public NDArray get(NDArray array, NDIndexFullPick fullPick) {
        NDIndex index = new NDIndex().addAllDim(fullPick.getAxis());
        return get(array, index.addPickDim(fullPick.getIndices()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray get(NDArray array, NDIndexFullTake fullTake) {
        NDIndex index = new NDIndex().addAllDim(fullTake.getAxis());
        return get(array, index.addIndices("{}", fullTake.getIndices()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray get(NDArray array, NDIndexFullSlice fullSlice) {
        return get(array, toIndex(fullSlice));
    }

    /** {@inheritDoc} */
    @Override
    public void set(NDArray array, NDIndex index, Object value) {
        Int8NDArray own = (Int8NDArray) array;
        if (value instanceof Number number) {
            Selection.of(own.tensor(), index).set(scalar(number));
        } else if (value instanceof NDArray values) {
            Selection.of(own.tensor(), index).set(own.operand(values));
        } else {
            throw new IllegalArgumentException(
                    "Expected a Number or an NDArray to set, found " + value);
        }
    }

    /** {@inheritDoc} */
    @Override
    public void set(NDArray array, NDIndexFullSlice fullSlice, NDArray value) {
        set(array, toIndex(fullSlice), value);
    }

    /** {@inheritDoc} */
    @Override
    public void set(NDArray array, NDIndexFullSlice fullSlice, Number value) {
        set(array, toIndex(fullSlice), value);
    }

    /** {@inheritDoc} */
    @Override
    public void set(NDArray array, NDIndexBooleans indices, NDArray value) {
        set(array, new NDIndex().addBooleanIndex(indices.getIndex()), value);
    }

    /** {@inheritDoc} */
    @Override
    public void setScalar(NDArray array, NDIndex index, Number value) {
        Selection selection = Selection.of(((Int8NDArray) array).tensor(), index);
        if (selection.offsets().length != 1) {
            throw new IllegalArgumentException(
                    "The index selects "
                            + selection.offsets().length
                            + " elements of "
                            + array.getShape()
                            + ", expected one");
        }
        selection.set(scalar(value));
    }

    private NDArray wrap(Int8NDArray array, DenseTensor result) {
        return new Int8NDArray(manager, array.engine(), result);
    }

    private static DenseTensor scalar(Number number) {
        boolean floating = number instanceof Float || number instanceof Double;
        return DenseTensor.scalar(floating ? ElementType.FLOAT64 : ElementType.INT64, number);
    }

    /** Returns the pick at the end of an index that otherwise takes whole axes, or null. */
    private static NDIndexPick pick(NDIndex index) {
        List<NDIndexElement> elements = index.getIndices();
        long others = elements.stream().filter(e -> !(e instanceof NDIndexAll)).count();
        NDIndexElement last = elements.isEmpty() ? null : elements.get(elements.size() - 1);
        return others == 1 && last instanceof NDIndexPick pick ? pick : null;
    }

    private static NDIndex toIndex(NDIndexFullSlice slice) {
        NDIndex index = new NDIndex();
        for (int i = 0; i < slice.getMin().length; i++) {
            int axis = i;
            if (Arrays.stream(slice.getToSqueeze()).anyMatch(a -> a == axis)) {
                index.addIndices(slice.getMin()[i]);
            } else {
                index.addSliceDim(slice.getMin()[i], slice.getMax()[i], slice.getStep()[i]);
            }
        }
        return index;
    }
}
