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

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.Objects;

/**
 * The manager of the engines Int8 and DynamicInt8.
 *
 * <p>It owns the arrays and sub-managers made by it and closes them with itself; {@link #close()}
 * may be called twice. Many threads may create and attach at once; closing while others use the
 * manager needs a lock. No manager of another engine is made along with it.
 */
public class Int8NDManager extends BaseNDManager {

    Int8NDManager(NDManager parent, Device device) {
        super(parent, device);
    }

    /** {@inheritDoc} */
    @Override
    public Engine getEngine() {
        return parent.getEngine();
    }

    /** {@inheritDoc} */
    @Override
    public final ByteBuffer allocateDirect(int capacity) {
        return DenseTensor.allocateDirect(capacity);
    }

    /**
     * {@inheritDoc}
     *
     * <p>An array of these engines is returned as it is; any other is copied.
     */
    @Override
    public Int8NDArray from(NDArray array) {
        if (array == null || array instanceof Int8NDArray) {
            return (Int8NDArray) array;
        }
        Int8NDArray copy =
                array.getDataType() == DataType.STRING
                        ? newText(array.toStringArray(), array.getShape())
                        : newArray(ArrayImport.copyOf(array));
        copy.setName(array.getName());
        return copy;
    }

    /**
     * Returns an array with a copy of an ONNX Runtime tensor.
     *
     * <p>To have an output without a copy, create its array first and pass {@link
     * Int8NDArray#toOnnxTensor} of it to the session as a pinned output. The caller still owns the
     * tensor and may close it at once.
     *
     * @param value a tensor
     * @return the array
     * @throws OrtException if the tensor cannot be read
     * @throws UnsupportedOperationException if the value is a sequence, a map or a sparse tensor
     */
    public Int8NDArray fromOnnxValue(OnnxValue value) throws OrtException {
        if (!(value instanceof OnnxTensor tensor)) {
            throw new UnsupportedOperationException(
                    "Expected a dense tensor from ONNX Runtime, found " + value.getInfo());
        }
        return OnnxTensors.read(this, tensor);
    }

    /**
     * {@inheritDoc}
     *
     * <p>A direct, writable {@link ByteBuffer} becomes the array's memory; any other buffer is
     * copied.
     */
    @Override
    public Int8NDArray create(Buffer data, Shape shape, DataType dataType) {
        return newArray(BufferImport.aliasOrCopy(data, ElementType.of(dataType), shape.getShape()));
    }

    /** {@inheritDoc} */
    @Override
    public Int8NDArray create(String[] data, Charset charset, Shape shape) {
        int size = DenseTensor.elements(shape.getShape());
        if (data.length != size) {
            throw new IllegalArgumentException(
                    "Shape " + shape + " needs " + size + " strings, found " + data.length);
        }
        for (String item : data) {
            Objects.requireNonNull(item, "an array of strings holds no null");
        }
        return newText(data.clone(), shape);
    }

    /** {@inheritDoc} */
    @Override
    public Int8NDArray zeros(Shape shape, DataType dataType) {
        return newArray(DenseTensor.allocate(ElementType.of(dataType), shape.getShape()));
    }

    /** {@inheritDoc} */
    @Override
    public Int8NDArray ones(Shape shape, DataType dataType) {
        return newArray(Filling.full(ElementType.of(dataType), shape.getShape(), 1));
    }

    /** {@inheritDoc} */
    @Override
    public Int8NDArray full(Shape shape, int value) {
        return newArray(Filling.full(ElementType.INT32, shape.getShape(), value));
    }

    /** {@inheritDoc} */
    @Override
    public Int8NDArray full(Shape shape, float value, DataType dataType) {
        return newArray(Filling.full(ElementType.of(dataType), shape.getShape(), value));
    }

    /** {@inheritDoc} */
    @Override
    public Int8NDArray arange(int start, int stop, int step, DataType dataType) {
        return newArray(Filling.arange(ElementType.of(dataType), start, stop, step));
    }

    /** {@inheritDoc} */
    @Override
    public Int8NDArray arange(float start, float stop, float step, DataType dataType) {
        return newArray(Filling.arange(ElementType.of(dataType), start, stop, step));
    }

    /** {@inheritDoc} */
    @Override
    public Int8NDArray linspace(float start, float stop, int num, boolean endpoint) {
        return newArray(Filling.linspace(start, stop, num, endpoint));
    }

    /** {@inheritDoc} */
    @Override
    public Int8NDArray eye(int rows, int cols, int k, DataType dataType) {
        return newArray(Filling.eye(ElementType.of(dataType), rows, cols, k));
    }

    /** {@inheritDoc} */
    @Override
    public Int8NDArray randomUniform(float low, float high, Shape shape, DataType dataType) {
        return newArray(Filling.uniform(ElementType.of(dataType), shape.getShape(), low, high));
    }

    /** {@inheritDoc} */
    @Override
    public Int8NDArray randomNormal(float loc, float scale, Shape shape, DataType dataType) {
        return newArray(Filling.normal(ElementType.of(dataType), shape.getShape(), loc, scale));
    }

    /** {@inheritDoc} */
    @Override
    public Int8NDManager newSubManager(Device device) {
        Int8NDManager manager = new Int8NDManager(this, device);
        // A capped manager takes no more arrays, but it must still give each prediction its own.
        attachUncappedInternal(manager.uid, manager);
        return manager;
    }

    final Int8NDArray newArray(DenseTensor tensor) {
        return new Int8NDArray(this, (Int8Engine) getEngine(), tensor);
    }

    final Int8NDArray newText(String[] strings, Shape shape) {
        return new Int8NDArray(this, (Int8Engine) getEngine(), strings, shape);
    }
}
