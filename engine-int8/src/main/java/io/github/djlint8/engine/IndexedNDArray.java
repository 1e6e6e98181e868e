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
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.Function;

/** Selection of elements. */
abstract class IndexedNDArray extends ShapingNDArray {

    IndexedNDArray(NDManager manager, Int8Engine engine, DenseTensor tensor) {
        super(manager, engine, tensor);
    }

    IndexedNDArray(NDManager manager, Int8Engine engine, String[] strings, Shape shape) {
        super(manager, engine, strings, shape);
    }

    /** {@inheritDoc} */
    @Override
    public NDArray get(NDIndex index) {
        return get(getManager(), index);
    }

    /** {@inheritDoc} */
    @Override
    public NDArray get(NDManager manager, NDIndex index) {
        return new Int8NDArrayIndexer(manager).get(this, index);
    }

    /** {@inheritDoc} */
    @Override
    public void set(NDIndex index, NDArray value) {
        indexer().set(this, index, value);
    }

    /** {@inheritDoc} */
    @Override
    public void set(NDIndex index, Number value) {
        indexer().set(this, index, value);
    }

    /** {@inheritDoc} */
    @Override
    public void set(NDIndex index, Function<NDArray, NDArray> function) {
        set(index, function.apply(get(index)));
    }

    /** {@inheritDoc} */
    @Override
    public void set(NDArray index, Number value) {
        set(new NDIndex("{}", index), value);
    }

    /** {@inheritDoc} */
    @Override
    public void setScalar(NDIndex index, Number value) {
        indexer().setScalar(this, index, value);
    }

    /** {@inheritDoc} */
    @Override
    public NDArray gather(NDArray index, int axis) {
        return wrap(Gathering.gather(tensor(), operand(index), axis));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray take(NDManager manager, NDArray index) {
        return new Int8NDArray(manager, engine(), Gathering.take(tensor(), operand(index)));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray booleanMask(NDArray index, int axis) {
        int at = Axes.normalize(axis, tensor().rank());
        return get(new NDIndex().addAllDim(at).addBooleanIndex(index));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray put(NDArray index, NDArray value) {
        return alternative().put(index, value);
    }

    /** {@inheritDoc} */
    @Override
    public NDArray scatter(NDArray index, NDArray value, int axis) {
        return alternative().scatter(index, value, axis);
    }

    /** {@inheritDoc} */
    @Override
    public NDArray fft(long length, long axis) {
        return alternative().fft(length, axis);
    }

    /** {@inheritDoc} */
    @Override
    public NDArray ifft(long length, long axis) {
        return alternative().ifft(length, axis);
    }

    /** {@inheritDoc} */
    @Override
    public NDArray rfft(long length, long axis) {
        return alternative().rfft(length, axis);
    }

    /** {@inheritDoc} */
    @Override
    public NDArray irfft(long length, long axis) {
        return alternative().irfft(length, axis);
    }

    /** {@inheritDoc} */
    @Override
    public NDArray fft2(long[] sizes, long[] axes) {
        return alternative().fft2(sizes, axes);
    }

    /** {@inheritDoc} */
    @Override
    public NDArray ifft2(long[] sizes, long[] axes) {
        return alternative().ifft2(sizes, axes);
    }

    /** {@inheritDoc} */
    @Override
    public NDArray xlogy(NDArray other) {
        return alternative().xlogy(other);
    }

    /** {@inheritDoc} */
    @Override
    public NDArray complex() {
        return alternative().complex();
    }

    /** {@inheritDoc} */
    @Override
    public NDArray real() {
        return alternative().real();
    }

    /** {@inheritDoc} */
    @Override
    public NDArray conj() {
        return alternative().conj();
    }

    /** {@inheritDoc} */
    @Override
    public NDArray diff(int n, int dim) {
        return alternative().diff(n, dim);
    }

    /** {@inheritDoc} */
    @Override
    public NDList unique(Integer dim, boolean sorted, boolean returnInverse, boolean returnCounts) {
        return alternative().unique(dim, sorted, returnInverse, returnCounts);
    }

    /** {@inheritDoc} */
    @Override
    public long getLong(long... indices) {
        return tensor().getLong(offset(DataType.INT64, indices));
    }

    /** {@inheritDoc} */
    @Override
    public int getInt(long... indices) {
        return (int) tensor().getLong(offset(DataType.INT32, indices));
    }

    /** {@inheritDoc} */
    @Override
    public double getDouble(long... indices) {
        return tensor().getDouble(offset(DataType.FLOAT64, indices));
    }

    /** {@inheritDoc} */
    @Override
    public float getFloat(long... indices) {
        return (float) tensor().getDouble(offset(floatType(), indices));
    }

    /** {@inheritDoc} */
    @Override
    public boolean getBoolean(long... indices) {
        return tensor().getLong(offset(DataType.BOOLEAN, indices)) != 0;
    }

    /** Returns the place of the one element that indices name. */
    private int offset(DataType expected, long... indices) {
        if (getDataType() != expected) {
            throw new IllegalStateException(
                    "Expected an array of " + expected + ", found " + describe());
        }
        int[] offsets = Selection.of(tensor(), new NDIndex(indices)).offsets();
        if (offsets.length != 1) {
            throw new IllegalArgumentException(
                    "Index "
                            + Arrays.toString(indices)
                            + " selects "
                            + offsets.length
                            + " elements of "
                            + describe()
                            + ", expected one");
        }
        return offsets[0];
    }

    private DataType floatType() {
        DataType type = getDataType();
        return type == DataType.FLOAT16 || type == DataType.BFLOAT16 ? type : DataType.FLOAT32;
    }

    private Int8NDArrayIndexer indexer() {
        return new Int8NDArrayIndexer(getManager());
    }
}
