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
import ai.djl.util.Float16Utils;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.github.djlint8.api.QuantizationParameters;

/**
 * The array of the engines Int8 and DynamicInt8: a direct buffer that ONNX Runtime reads and writes
 * in place, with operations in Java.
 *
 * <p>What the operations do not cover goes to PyTorch where it is on the class path; where it is
 * not, an {@link UnsupportedOperationException} names the operation and the missing artifact. Types
 * of results follow PyTorch's promotion. reshape, expandDims, squeeze and flatten share the memory
 * of their array; every other operation returns a copy.
 *
 * <p>The memory belongs to the buffer: it is freed by the garbage collector after the array, its
 * views and the ONNX Runtime tensors made of it are gone, so closing an array never pulls it from
 * under another user. {@link #close()} may be called twice.
 *
 * <p>Many threads may read one array; writing to it, attaching or closing it needs a lock.
 */
public final class Int8NDArray extends IndexedNDArray {

    Int8NDArray(NDManager manager, Int8Engine engine, DenseTensor tensor) {
        super(manager, engine, tensor);
        register();
    }

    Int8NDArray(NDManager manager, Int8Engine engine, String[] strings, Shape shape) {
        super(manager, engine, strings, shape);
        register();
    }

    /**
     * Returns an ONNX Runtime tensor over this array's memory, as an input or as a pinned output.
     *
     * <p>Text is copied. The caller owns the tensor and closes it; the array stays usable.
     *
     * @param environment the environment of the session
     * @return the tensor
     * @throws OrtException if ONNX Runtime refuses the shape
     */
    public OnnxTensor toOnnxTensor(OrtEnvironment environment) throws OrtException {
        long[] dims = getShape().getShape();
        if (strings() != null) {
            return OnnxTensor.createTensor(environment, strings(), dims);
        }
        DenseTensor tensor = tensor();
        return OnnxTensor.createTensor(
                environment, tensor.buffer(), dims, tensor.type().onnxType());
    }

    /**
     * Quantizes floating values.
     *
     * @param parameters the scales and zero points, as many as the shape and granularity need
     * @return an array of the parameters' integer type
     * @throws IllegalArgumentException if this array is not floating, if a value is NaN or
     *     infinite, or if the parameters do not fit the shape
     */
    public Int8NDArray quantize(QuantizationParameters parameters) {
        return wrap(Quantization.quantize(tensor(), parameters, describe()));
    }

    /**
     * Dequantizes integer values.
     *
     * @param parameters the scales and zero points that the values were quantized with
     * @return an array of FLOAT32
     * @throws IllegalArgumentException if the type or the shape does not fit the parameters
     */
    public Int8NDArray dequantize(QuantizationParameters parameters) {
        return wrap(Quantization.dequantize(tensor(), parameters, describe()));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Two arrays of 8-bit integers, signed or not, give their exact product as INT32.
     */
    @Override
    public NDArray matMul(NDArray other) {
        return wrap(MatMul.apply(tensor(), operand(other)));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray batchMatMul(NDArray other) {
        return wrap(MatMul.batch(tensor(), operand(other)));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray dot(NDArray other) {
        DenseTensor right = operand(other);
        if (tensor().rank() == 0 || right.rank() == 0) {
            return mul(other);
        }
        return wrap(MatMul.dot(tensor(), right));
    }

    /**
     * {@inheritDoc}
     *
     * <p>To an integer: truncated toward zero, low bits kept. To a floating type: rounded to
     * nearest even. To BOOLEAN: whether the value differs from zero.
     */
    @Override
    public NDArray toType(DataType dataType, boolean copy) {
        if (dataType == getDataType()) {
            return copy ? duplicate() : this;
        }
        return named(wrap(tensor().as(ElementType.of(dataType))));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray duplicate() {
        if (strings() != null) {
            return named(new Int8NDArray(manager, engine(), strings().clone(), getShape()));
        }
        return named(wrap(tensor().copy()));
    }

    /** {@inheritDoc} */
    @Override
    public NDArray like() {
        return manager.create(getShape(), getDataType());
    }

    /** {@inheritDoc} */
    @Override
    public NDArray toDense() {
        return duplicate();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Does nothing, so that Blocks can be made here: the engine has no gradients, and says so
     * when it is asked for a gradient collector.
     */
    @Override
    public void setRequiresGradient(boolean requiresGrad) {}

    /** {@inheritDoc} */
    @Override
    public NDArray stopGradient() {
        return duplicate();
    }

    /** {@inheritDoc} */
    @Override
    public float[] toFloatArray() {
        if (getDataType() == DataType.BFLOAT16) {
            float[] values = new float[tensor().size()];
            tensor().as(ElementType.FLOAT32).buffer().asFloatBuffer().get(values);
            return values;
        }
        if (getDataType() == DataType.FLOAT16) {
            return Float16Utils.fromByteBuffer(tensor().buffer());
        }
        return super.toFloatArray();
    }

    /** {@inheritDoc} */
    @Override
    public Number[] toArray() {
        if (getDataType() == DataType.BFLOAT16) {
            return toType(DataType.FLOAT32, false).toArray();
        }
        return super.toArray();
    }

    private NDArray named(NDArray result) {
        result.setName(getName());
        return result;
    }
}
