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

/** Reductions, positions of extremes, and sorting. */
abstract class ReducingNDArray extends FunctionNDArray {

    ReducingNDArray(NDManager manager, Int8Engine engine, DenseTensor tensor) {
        super(manager, engine, tensor);
    }

    ReducingNDArray(NDManager manager, Int8Engine engine, String[] strings, Shape shape) {
        super(manager, engine, strings, shape);
    }

    /** {@inheritDoc} */
    @Override
    public NDArray max() {
        return max(new int[0], false);
    }

    /** {@inheritDoc} */
    @Override
    public NDArray max(int[] axes, boolean keepDims) {
        return wrap(Reduction.MAX.apply(tensor(), axes, keepDims));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray min() {
        return min(new int[0], false);
    }

    /** {@inheritDoc} */
    @Override
    public NDArray min(int[] axes, boolean keepDims) {
        return wrap(Reduction.MIN.apply(tensor(), axes, keepDims));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray sum() {
        return sum(new int[0], false);
    }

    /** {@inheritDoc} */
    @Override
    public NDArray sum(int[] axes, boolean keepDims) {
        return wrap(Reduction.SUM.apply(tensor(), axes, keepDims));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray prod() {
        return prod(new int[0], false);
    }

    /** {@inheritDoc} */
    @Override
    public NDArray prod(int[] axes, boolean keepDims) {
        return wrap(Reduction.PROD.apply(tensor(), axes, keepDims));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray mean() {
        return mean(new int[0], false);
    }

    /** {@inheritDoc} */
    @Override
    public NDArray mean(int[] axes, boolean keepDims) {
        return wrap(Reduction.MEAN.apply(tensor(), axes, keepDims));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray argMax() {
        return wrap(Ordering.flatArgExtreme(tensor(), true));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray argMax(int axis) {
        return wrap(Ordering.argExtreme(tensor(), axis, true));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray argMin() {
        return wrap(Ordering.flatArgExtreme(tensor(), false));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray argMin(int axis) {
        return wrap(Ordering.argExtreme(tensor(), axis, false));
    }

    /** {@inheritDoc} */
    @Override
    public NDList topK(int k, int axis, boolean largest, boolean sorted) {
        DenseTensor[] top = Ordering.top(tensor(), axis, k, largest);
        return new NDList(wrap(top[0]), wrap(top[1]));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray argSort(int axis, boolean ascending) {
        return wrap(sorted(axis, ascending)[1]);
    }

    /** {@inheritDoc} */
    @Override
    public NDArray sort() {
        return sort(-1);
    }

    /** {@inheritDoc} */
    @Override
    public NDArray sort(int axis) {
        return wrap(sorted(axis, true)[0]);
    }

    private DenseTensor[] sorted(int axis, boolean ascending) {
        DenseTensor x = tensor();
        return Ordering.top(x, axis, Lanes.of(x, axis).length(), !ascending);
    }
}
