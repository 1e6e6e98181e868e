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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A row-major tensor in a direct buffer of native byte order: what the kernels take and return.
 *
 * <p>The memory belongs to the buffer, which the garbage collector frees; views share it. Many
 * threads may read one tensor; writing needs a lock of the caller's.
 */
final class DenseTensor {

    private final ElementType type;
    private final long[] dims;
    private final ByteBuffer data;
    private final int size;

    private DenseTensor(ElementType type, long[] dims, ByteBuffer data) {
        this.type = type;
        this.dims = dims;
        this.data = data;
        this.size = data.capacity() / type.bytes();
    }

    /** Returns a new tensor of zeros. */
    static DenseTensor allocate(ElementType type, long... dims) {
        int bytes = Math.multiplyExact(elements(dims), type.bytes());
        return new DenseTensor(type, dims, allocateDirect(bytes));
    }

    /**
     * Returns a tensor that aliases a buffer.
     *
     * @param data a direct, writable buffer; its remaining bytes begin with the tensor's
     */
    static DenseTensor alias(ElementType type, long[] dims, ByteBuffer data) {
        int bytes = Math.multiplyExact(elements(dims), type.bytes());
        ByteBuffer slice = data.slice(data.position(), bytes).order(ByteOrder.nativeOrder());
        return new DenseTensor(type, dims, slice);
    }

    static DenseTensor scalar(ElementType type, long value) {
        DenseTensor scalar = allocate(type);
        scalar.putLong(0, value);
        return scalar;
    }

    static DenseTensor scalar(ElementType type, Number value) {
        DenseTensor scalar = allocate(type);
        if (value instanceof Float || value instanceof Double) {
            scalar.putDouble(0, value.doubleValue());
        } else {
            scalar.putLong(0, value.longValue());
        }
        return scalar;
    }

    static ByteBuffer allocateDirect(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /** Returns the number of elements of a shape. */
    static int elements(long[] dims) {
        long product = 1;
        for (long dim : dims) {
            if (dim < 0) {
                throw new IllegalArgumentException(
                        "A dimension must not be negative, found " + Arrays.toString(dims));
            }
            product = Math.multiplyExact(product, dim);
        }
        if (product > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "An array holds at most 2^31 - 1 elements, asked for " + Arrays.toString(dims));
        }
        return (int) product;
    }

    ElementType type() {
        return type;
    }

    long[] dims() {
        return dims.clone();
    }

    int rank() {
        return dims.length;
    }

    int dim(int axis) {
        return (int) dims[axis];
    }

    int size() {
        return size;
    }

    boolean sameShape(DenseTensor other) {
        return Arrays.equals(dims, other.dims);
    }

    /** Returns a buffer over the tensor's own memory, at position 0. */
    ByteBuffer buffer() {
        return data.duplicate().order(ByteOrder.nativeOrder());
    }

    double getDouble(int index) {
        return type.getDouble(data, index);
    }

    long getLong(int index) {
        return type.getLong(data, index);
    }

    void putDouble(int index, double value) {
        type.putDouble(data, index, value);
    }

    void putLong(int index, long value) {
        type.putLong(data, index, value);
    }

    /** Returns a tensor of another shape over the same memory. */
    DenseTensor view(long... newDims) {
        if (elements(newDims) != size) {
            throw new IllegalArgumentException(
                    "Cannot view " + this + " as " + Arrays.toString(newDims));
        }
        return new DenseTensor(type, newDims, data);
    }

    DenseTensor copy() {
        DenseTensor copy = allocate(type, dims);
        copy.data.put(0, data, 0, data.capacity());
        return copy;
    }

    /** Returns this tensor or a converted copy. */
    DenseTensor as(ElementType target) {
        if (type == target) {
            return this;
        }
        DenseTensor result = allocate(target, dims);
        if (type.isFloating()) {
            for (int i = 0; i < size; i++) {
                result.putDouble(i, getDouble(i));
            }
        } else {
            for (int i = 0; i < size; i++) {
                result.putLong(i, getLong(i));
            }
        }
        return result;
    }

    /** Copies consecutive elements of a tensor of the same type into this one. */
    void copyFrom(int index, DenseTensor source, int sourceIndex, int count) {
        int bytes = type.bytes();
        data.put(index * bytes, source.data, sourceIndex * bytes, count * bytes);
    }

    /** Returns a tensor whose element i is this one's element {@code offsets[i]}. */
    DenseTensor gather(int[] offsets, long... newDims) {
        DenseTensor result = allocate(type, newDims);
        switch (type.bytes()) {
            case 1 -> {
                for (int i = 0; i < offsets.length; i++) {
                    result.data.put(i, data.get(offsets[i]));
                }
            }
            case 2 -> {
                for (int i = 0; i < offsets.length; i++) {
                    result.data.putShort(i << 1, data.getShort(offsets[i] << 1));
                }
            }
            case 4 -> {
                for (int i = 0; i < offsets.length; i++) {
                    result.data.putInt(i << 2, data.getInt(offsets[i] << 2));
                }
            }
            default -> {
                for (int i = 0; i < offsets.length; i++) {
                    result.data.putLong(i << 3, data.getLong(offsets[i] << 3));
                }
            }
        }
        return result;
    }

    /** Writes element i of a tensor, converted to this type, to this one's {@code offsets[i]}. */
    void scatter(int[] offsets, DenseTensor values) {
        DenseTensor converted = values.as(type);
        for (int i = 0; i < offsets.length; i++) {
            copyFrom(offsets[i], converted, i, 1);
        }
    }

    /** {@inheritDoc} */
    @Override
    public String toString() {
        return type + Arrays.toString(dims);
    }
}
