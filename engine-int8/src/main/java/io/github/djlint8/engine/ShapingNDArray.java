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
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Operations on the shape. Those that keep the order of elements share the memory; the rest copy.
 */
abstract class ShapingNDArray extends ReducingNDArray {

    ShapingNDArray(NDManager manager, Int8Engine engine, DenseTensor tensor) {
        super(manager, engine, tensor);
    }

    ShapingNDArray(NDManager manager, Int8Engine engine, String[] strings, Shape shape) {
        super(manager, engine, strings, shape);
    }

    /** {@inheritDoc} */
    @Override
    public NDArray reshape(Shape shape) {
        return wrap(Shaping.reshape(tensor(), shape.getShape()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray expandDims(int axis) {
        return wrap(Shaping.expandDims(tensor(), axis));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray squeeze(int[] axes) {
        return wrap(Shaping.squeeze(tensor(), axes));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray flatten() {
        return wrap(tensor().view(tensor().size()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray flatten(int startDim, int endDim) {
        return wrap(Shaping.flatten(tensor(), startDim, endDim));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray transpose() {
        int rank = tensor().rank();
        return transpose(IntStream.range(0, rank).map(i -> rank - 1 - i).toArray());
    }

    /** {@inheritDoc} */
    @Override
    public NDArray transpose(int... axes) {
        return wrap(Shaping.transpose(tensor(), axes));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray flip(int... axes) {
        return wrap(Shaping.flip(tensor(), axes));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray broadcast(Shape shape) {
        return wrap(Shaping.broadcast(tensor(), shape.getShape()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray repeat(long repeats) {
        return repeat(factors(repeats));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray repeat(int axis, long repeats) {
        return repeat(factors(axis, repeats));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray repeat(long[] repeats) {
        return wrap(Shaping.repeat(tensor(), repeats));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray repeat(Shape desiredShape) {
        return repeat(Shaping.factors(tensor(), desiredShape.getShape()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray tile(long repeats) {
        return tile(factors(repeats));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray tile(int axis, long repeats) {
        return tile(factors(axis, repeats));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray tile(long[] repeats) {
        return wrap(Shaping.tile(tensor(), repeats));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray tile(Shape desiredShape) {
        return tile(Shaping.factors(tensor(), desiredShape.getShape()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray pad(Shape padding, double value) {
        return wrap(Shaping.pad(tensor(), padding.getShape(), value));
    }

    /** {@inheritDoc} */
    @Override
    public NDList split(long sections, int axis) {
        return wrapAll(Joining.split(tensor(), sections, axis));
    }

    /** {@inheritDoc} */
    @Override
    public NDList split(long[] indices, int axis) {
        return wrapAll(Joining.split(tensor(), indices, axis));
    }

    private NDList wrapAll(List<DenseTensor> parts) {
        NDList list = new NDList(parts.size());
        parts.forEach(part -> list.add(wrap(part)));
        return list;
    }

    private long[] factors(long repeats) {
        long[] factors = new long[Math.max(1, tensor().rank())];
        Arrays.fill(factors, repeats);
        return factors;
    }

    private long[] factors(int axis, long repeats) {
        long[] factors = new long[Math.max(1, tensor().rank())];
        Arrays.fill(factors, 1);
        factors[Axes.normalize(axis, tensor().rank())] = repeats;
        return factors;
    }
}
