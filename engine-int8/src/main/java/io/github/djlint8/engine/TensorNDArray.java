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
import ai.djl.ndarray.NDArrayAdapter;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.internal.NDArrayEx;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;

/** The storage of an array and its place in a manager. */
abstract class TensorNDArray extends NDArrayAdapter {

    private final Int8Engine engine;
    private DenseTensor tensor;
    private String[] strings;

    TensorNDArray(NDManager manager, Int8Engine engine, DenseTensor tensor) {
        super(
                manager,
                AlternativeOperations.MANAGER,
                new Shape(tensor.dims()),
                tensor.type().dataType(),
                NDManager.nextUid());
        this.engine = engine;
        this.tensor = tensor;
    }

    TensorNDArray(NDManager manager, Int8Engine engine, String[] strings, Shape shape) {
        super(manager, AlternativeOperations.MANAGER, shape, DataType.STRING, NDManager.nextUid());
        this.engine = engine;
        this.strings = strings;
    }

    final void register() {
        manager.attachInternal(getUid(), this);
        NDScope.register(this);
    }

    final Int8Engine engine() {
        return engine;
    }

    /** Returns the numbers of this array. */
    final DenseTensor tensor() {
        requireOpen();
        if (tensor == null) {
            throw new UnsupportedOperationException(
                    "Array " + describe() + " holds text; only toStringArray() reads it");
        }
        return tensor;
    }

    final String[] strings() {
        requireOpen();
        return strings;
    }

    /** Returns how errors name this array. */
    final String describe() {
        return (name == null ? "" : name + " ") + dataType + shape;
    }

    /** Returns this array as one whose every operation runs on the alternative engine. */
    final NDArray alternative() {
        return alternativeManager.from(this);
    }

    final Int8NDArray wrap(DenseTensor result) {
        return new Int8NDArray(manager, engine, result);
    }

    /** Returns the numbers of any engine's array. */
    final DenseTensor operand(NDArray other) {
        return ArrayImport.tensorOf(other);
    }

    /** {@inheritDoc} */
    @Override
    public void attach(NDManager manager) {
        detach();
        this.manager = manager;
        manager.attachInternal(getUid(), this);
    }

    /** {@inheritDoc} */
    @Override
    public void detach() {
        manager.detachInternal(getUid());
        manager = engine.systemManager();
    }

    /** {@inheritDoc} */
    @Override
    public void intern(NDArray replaced) {
        Int8NDArray other = (Int8NDArray) replaced;
        TensorNDArray source = other;
        requireOpen();
        tensor = source.tensor;
        strings = source.strings;
        shape = other.getShape();
        dataType = other.getDataType();
        other.close();
    }

    /** {@inheritDoc} */
    @Override
    public void set(Buffer buffer) {
        DenseTensor own = tensor();
        DenseTensor values = BufferImport.copy(buffer, own.type(), own.dims());
        own.copyFrom(0, values, 0, own.size());
    }

    /**
     * {@inheritDoc}
     *
     * <p>A direct buffer shares this array's memory; otherwise the result is a copy on the heap.
     */
    @Override
    public ByteBuffer toByteBuffer(boolean tryDirect) {
        ByteBuffer own = tensor().buffer();
        if (tryDirect) {
            return own;
        }
        ByteBuffer copy = ByteBuffer.allocate(own.remaining()).order(ByteOrder.nativeOrder());
        return copy.put(own).rewind();
    }

    /** {@inheritDoc} */
    @Override
    public String[] toStringArray(Charset charset) {
        requireOpen();
        if (strings == null) {
            throw new UnsupportedOperationException(
                    "Array " + describe() + " holds no text; convert its numbers with toArray()");
        }
        return strings.clone();
    }

    /** {@inheritDoc} */
    @Override
    public NDArrayEx getNDArrayInternal() {
        return InternalOperations.of((Int8NDArray) this);
    }

    /** {@inheritDoc} */
    @Override
    public void close() {
        super.close();
        tensor = null;
        strings = null;
    }

    private void requireOpen() {
        if (isClosed) {
            throw new IllegalStateException("The array is closed");
        }
    }
}
