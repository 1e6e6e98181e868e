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

/** Arithmetic on two operands, into a new array or in place. */
abstract class ArithmeticNDArray extends ComparingNDArray {

    ArithmeticNDArray(NDManager manager, Int8Engine engine, DenseTensor tensor) {
        super(manager, engine, tensor);
    }

    ArithmeticNDArray(NDManager manager, Int8Engine engine, String[] strings, Shape shape) {
        super(manager, engine, strings, shape);
    }

    /** {@inheritDoc} */
    @Override
    public NDArray add(Number n) {
        return wrap(BinaryOp.ADD.apply(tensor(), n));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray add(NDArray other) {
        return wrap(BinaryOp.ADD.apply(tensor(), operand(other)));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray sub(Number n) {
        return wrap(BinaryOp.SUB.apply(tensor(), n));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray sub(NDArray other) {
        return wrap(BinaryOp.SUB.apply(tensor(), operand(other)));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray mul(Number n) {
        return wrap(BinaryOp.MUL.apply(tensor(), n));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray mul(NDArray other) {
        return wrap(BinaryOp.MUL.apply(tensor(), operand(other)));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray div(Number n) {
        return wrap(BinaryOp.DIV.apply(tensor(), n));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray div(NDArray other) {
        return wrap(BinaryOp.DIV.apply(tensor(), operand(other)));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray mod(Number n) {
        return wrap(BinaryOp.MOD.apply(tensor(), n));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray mod(NDArray other) {
        return wrap(BinaryOp.MOD.apply(tensor(), operand(other)));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray pow(Number n) {
        return wrap(BinaryOp.POW.apply(tensor(), n));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray pow(NDArray other) {
        return wrap(BinaryOp.POW.apply(tensor(), operand(other)));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray addi(Number n) {
        return store(BinaryOp.ADD.apply(tensor(), n));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray addi(NDArray other) {
        return store(BinaryOp.ADD.apply(tensor(), operand(other)));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray subi(Number n) {
        return store(BinaryOp.SUB.apply(tensor(), n));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray subi(NDArray other) {
        return store(BinaryOp.SUB.apply(tensor(), operand(other)));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray muli(Number n) {
        return store(BinaryOp.MUL.apply(tensor(), n));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray muli(NDArray other) {
        return store(BinaryOp.MUL.apply(tensor(), operand(other)));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray divi(Number n) {
        return store(BinaryOp.DIV.apply(tensor(), n));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray divi(NDArray other) {
        return store(BinaryOp.DIV.apply(tensor(), operand(other)));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray modi(Number n) {
        return store(BinaryOp.MOD.apply(tensor(), n));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray modi(NDArray other) {
        return store(BinaryOp.MOD.apply(tensor(), operand(other)));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray powi(Number n) {
        return store(BinaryOp.POW.apply(tensor(), n));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray powi(NDArray other) {
        return store(BinaryOp.POW.apply(tensor(), operand(other)));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray maximum(Number n) {
        return wrap(BinaryOp.MAXIMUM.apply(tensor(), n));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray maximum(NDArray other) {
        return wrap(BinaryOp.MAXIMUM.apply(tensor(), operand(other)));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray minimum(Number n) {
        return wrap(BinaryOp.MINIMUM.apply(tensor(), n));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray minimum(NDArray other) {
        return wrap(BinaryOp.MINIMUM.apply(tensor(), operand(other)));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray atan2(NDArray other) {
        return wrap(BinaryOp.ATAN2.apply(tensor(), operand(other)));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray clip(Number min, Number max) {
        DenseTensor raised = BinaryOp.MAXIMUM.apply(tensor(), min);
        return wrap(BinaryOp.MINIMUM.apply(raised, max));
    }

    /** Replaces this array's values by those of a result of the same shape and kind. */
    final NDArray store(DenseTensor result) {
        DenseTensor own = tensor();
        if (!own.sameShape(result) || result.type().isFloating() && !own.type().isFloating()) {
            throw new IllegalArgumentException(
                    "Cannot store the result " + result + " in place of " + own);
        }
        own.copyFrom(0, result.as(own.type()), 0, own.size());
        return this;
    }
}
