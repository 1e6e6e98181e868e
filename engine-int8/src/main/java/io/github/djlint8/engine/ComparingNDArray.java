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
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/** Comparison and logic. */
abstract class ComparingNDArray extends TensorNDArray {

    ComparingNDArray(NDManager manager, Int8Engine engine, DenseTensor tensor) {
        super(manager, engine, tensor);
    }

    ComparingNDArray(NDManager manager, Int8Engine engine, String[] strings, Shape shape) {
        super(manager, engine, strings, shape);
    }

    /** {@inheritDoc} */
    @Override
    public NDArray eq(Number n) {
        return wrap(ComparisonOp.EQ.apply(tensor(), n));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray eq(NDArray other) {
        return wrap(ComparisonOp.EQ.apply(tensor(), operand(other)));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray neq(Number n) {
        return wrap(ComparisonOp.NEQ.apply(tensor(), n));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray neq(NDArray other) {
        return wrap(ComparisonOp.NEQ.apply(tensor(), operand(other)));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray gt(Number n) {
        return wrap(ComparisonOp.GT.apply(tensor(), n));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray gt(NDArray other) {
        return wrap(ComparisonOp.GT.apply(tensor(), operand(other)));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray gte(Number n) {
        return wrap(ComparisonOp.GTE.apply(tensor(), n));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray gte(NDArray other) {
        return wrap(ComparisonOp.GTE.apply(tensor(), operand(other)));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray lt(Number n) {
        return wrap(ComparisonOp.LT.apply(tensor(), n));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray lt(NDArray other) {
        return wrap(ComparisonOp.LT.apply(tensor(), operand(other)));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray lte(Number n) {
        return wrap(ComparisonOp.LTE.apply(tensor(), n));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray lte(NDArray other) {
        return wrap(ComparisonOp.LTE.apply(tensor(), operand(other)));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray logicalAnd(NDArray other) {
        return wrap(Predicates.combine(tensor(), operand(other), (a, b) -> a && b));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray logicalOr(NDArray other) {
        return wrap(Predicates.combine(tensor(), operand(other), (a, b) -> a || b));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray logicalXor(NDArray other) {
        return wrap(Predicates.combine(tensor(), operand(other), (a, b) -> a != b));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray logicalNot() {
        return wrap(Predicates.test(tensor(), x -> x == 0));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray isNaN() {
        return wrap(Predicates.test(tensor(), Double::isNaN));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray isInfinite() {
        return wrap(Predicates.test(tensor(), Double::isInfinite));
    }

    /** {@inheritDoc} */
    @Override
    public boolean contentEquals(Number number) {
        DenseTensor equal = ComparisonOp.EQ.apply(tensor(), number);
        for (int i = 0; i < equal.size(); i++) {
            if (equal.getLong(i) == 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Shape, type and values are compared; a NaN equals a NaN.
     */
    @Override
    public boolean contentEquals(NDArray other) {
        if (other == null || getDataType() != other.getDataType()) {
            return false;
        }
        if (strings() != null) {
            return getShape().equals(other.getShape())
                    && Arrays.equals(strings(), other.toStringArray());
        }
        return Predicates.contentEquals(tensor(), operand(other));
    }
}
