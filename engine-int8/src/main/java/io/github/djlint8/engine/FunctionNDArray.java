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
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** Functions of single elements and of lanes that keep the shape. */
abstract class FunctionNDArray extends ArithmeticNDArray {

    FunctionNDArray(NDManager manager, Int8Engine engine, DenseTensor tensor) {
        super(manager, engine, tensor);
    }

    FunctionNDArray(NDManager manager, Int8Engine engine, String[] strings, Shape shape) {
        super(manager, engine, strings, shape);
    }

    /** {@inheritDoc} */
    @Override
    public NDArray neg() {
        return wrap(UnaryOp.NEG.apply(tensor()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray abs() {
        return wrap(UnaryOp.ABS.apply(tensor()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray sign() {
        return wrap(UnaryOp.SIGN.apply(tensor()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray square() {
        return wrap(UnaryOp.SQUARE.apply(tensor()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray sqrt() {
        return wrap(UnaryOp.SQRT.apply(tensor()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray cbrt() {
        return wrap(UnaryOp.CBRT.apply(tensor()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray floor() {
        return wrap(UnaryOp.FLOOR.apply(tensor()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray ceil() {
        return wrap(UnaryOp.CEIL.apply(tensor()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray round() {
        return wrap(UnaryOp.ROUND.apply(tensor()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray trunc() {
        return wrap(UnaryOp.TRUNC.apply(tensor()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray exp() {
        return wrap(UnaryOp.EXP.apply(tensor()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray log() {
        return wrap(UnaryOp.LOG.apply(tensor()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray log10() {
        return wrap(UnaryOp.LOG10.apply(tensor()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray log2() {
        return wrap(UnaryOp.LOG2.apply(tensor()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray sin() {
        return wrap(UnaryOp.SIN.apply(tensor()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray cos() {
        return wrap(UnaryOp.COS.apply(tensor()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray tan() {
        return wrap(UnaryOp.TAN.apply(tensor()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray asin() {
        return wrap(UnaryOp.ASIN.apply(tensor()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray acos() {
        return wrap(UnaryOp.ACOS.apply(tensor()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray atan() {
        return wrap(UnaryOp.ATAN.apply(tensor()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray sinh() {
        return wrap(UnaryOp.SINH.apply(tensor()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray cosh() {
        return wrap(UnaryOp.COSH.apply(tensor()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray tanh() {
        return wrap(UnaryOp.TANH.apply(tensor()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray toDegrees() {
        return wrap(UnaryOp.TO_DEGREES.apply(tensor()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray toRadians() {
        return wrap(UnaryOp.TO_RADIANS.apply(tensor()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray negi() {
        return store(UnaryOp.NEG.apply(tensor()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray signi() {
        return store(UnaryOp.SIGN.apply(tensor()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray softmax(int axis) {
        return wrap(LaneOps.softmax(tensor(), axis, false));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray logSoftmax(int axis) {
        return wrap(LaneOps.softmax(tensor(), axis, true));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray cumSum() {
        return cumSum(0);
    }

    /** {@inheritDoc} */
    @Override
    public NDArray cumSum(int axis) {
        return wrap(LaneOps.accumulate(tensor(), axis, Double::sum, Long::sum));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray cumProd(int axis) {
        return wrap(LaneOps.accumulate(tensor(), axis, (a, b) -> a * b, (a, b) -> a * b));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray cumProd(int axis, DataType dataType) {
        return toType(dataType, false).cumProd(axis);
    }
}
