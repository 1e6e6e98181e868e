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
package io.github.djlint8.onnx;

import ai.djl.MalformedModelException;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.github.djlint8.onnx.proto.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A constant tensor of a graph: element type, dimensions and little-endian bytes.
 *
 * <p>The bytes may alias a mapped file, which then stays mapped as long as the tensor is reachable.
 * Immutable as long as nobody writes to the arrays or buffers it was made from; safe for use by
 * many threads.
 */
public final class Tensor {

    /** The bits of the widest element type fit a long so many times. */
    private static final long MAX_ELEMENTS = Long.MAX_VALUE / 128 - 1;

    private final String name;
    private final ElementType type;
    private final long[] dims;
    private final ByteBuffer data;

    private Tensor(String name, ElementType type, long[] dims, ByteBuffer data) {
        this.name = name;
        this.type = type;
        this.dims = dims;
        this.data = data;
    }

    /**
     * Creates a tensor over raw bytes, without copying them.
     *
     * @param name the name of the tensor
     * @param type the element type, not STRING
     * @param dims the dimensions
     * @param data the elements in row-major order, little-endian
     * @return the tensor
     * @throws IllegalArgumentException if the number of bytes does not fit the dimensions
     */
    public static Tensor of(String name, ElementType type, long[] dims, ByteBuffer data) {
        long expected = type.byteCount(elementCount(name, dims));
        if (type == ElementType.STRING || data.remaining() != expected) {
            throw new IllegalArgumentException(
                    "Tensor "
                            + name
                            + " of type "
                            + type
                            + " and shape "
                            + Arrays.toString(dims)
                            + " needs "
                            + expected
                            + " bytes, found "
                            + data.remaining());
        }
        ByteBuffer view = data.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        return new Tensor(name, type, dims.clone(), view);
    }

    /**
     * Creates a float tensor.
     *
     * @param name the name of the tensor
     * @param values the elements in row-major order
     * @param dims the dimensions; none for a scalar
     * @return the tensor
     */
    public static Tensor ofFloats(String name, float[] values, long... dims) {
        ByteBuffer bytes = allocate(values.length, Float.BYTES);
        bytes.asFloatBuffer().put(values);
        return of(name, ElementType.FLOAT, dims, bytes);
    }

    /**
     * Creates an int64 tensor.
     *
     * @param name the name of the tensor
     * @param values the elements in row-major order
     * @param dims the dimensions; none for a scalar
     * @return the tensor
     */
    public static Tensor ofLongs(String name, long[] values, long... dims) {
        ByteBuffer bytes = allocate(values.length, Long.BYTES);
        bytes.asLongBuffer().put(values);
        return of(name, ElementType.INT64, dims, bytes);
    }

    /**
     * Creates an int32 tensor.
     *
     * @param name the name of the tensor
     * @param values the elements in row-major order
     * @param dims the dimensions; none for a scalar
     * @return the tensor
     */
    public static Tensor ofInts(String name, int[] values, long... dims) {
        ByteBuffer bytes = allocate(values.length, Integer.BYTES);
        bytes.asIntBuffer().put(values);
        return of(name, ElementType.INT32, dims, bytes);
    }

    /**
     * Creates a tensor of 8-bit integers over an array, without copying it.
     *
     * @param name the name of the tensor
     * @param type INT8 or UINT8
     * @param values the elements in row-major order
     * @param dims the dimensions; none for a scalar
     * @return the tensor
     */
    public static Tensor ofBytes(String name, ElementType type, byte[] values, long... dims) {
        return of(name, type, dims, ByteBuffer.wrap(values));
    }

    /**
     * Returns the tensor that a protobuf message holds.
     *
     * @param proto the message, its data inside (not external)
     * @return the tensor; its bytes alias the message where they are in raw form
     * @throws MalformedModelException if type, dimensions and data do not fit together
     */
    public static Tensor of(TensorProto proto) throws MalformedModelException {
        return TensorDecoder.decode(proto);
    }

    /**
     * Returns the number of elements that a protobuf message says to hold, without its data.
     *
     * @param proto the message
     * @return the number
     * @throws MalformedModelException if a dimension is negative or the product too large
     */
    public static long elementCount(TensorProto proto) throws MalformedModelException {
        try {
            return elementCount(proto.getName(), TensorDecoder.dims(proto));
        } catch (IllegalArgumentException e) {
            throw new MalformedModelException(e.getMessage(), e);
        }
    }

    /**
     * Returns the name.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns the element type.
     *
     * @return the element type
     */
    public ElementType type() {
        return type;
    }

    /**
     * Returns the dimensions.
     *
     * @return a copy of the dimensions
     */
    public long[] dims() {
        return dims.clone();
    }

    /**
     * Returns the number of dimensions.
     *
     * @return the number of dimensions
     */
    public int rank() {
        return dims.length;
    }

    /**
     * Returns one dimension.
     *
     * @param axis its index
     * @return its size
     */
    public long dim(int axis) {
        return dims[axis];
    }

    /**
     * Returns the number of elements.
     *
     * @return the number of elements
     */
    public long elementCount() {
        return elementCount(name, dims);
    }

    /**
     * Returns the bytes.
     *
     * @return a read-only view of the bytes, little-endian
     */
    public ByteBuffer data() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Returns the elements as floats, without a copy.
     *
     * @return a read-only view of the elements
     * @throws IllegalStateException if the type is not FLOAT
     */
    public FloatBuffer asFloatBuffer() {
        requireType(ElementType.FLOAT);
        return data().asFloatBuffer();
    }

    /**
     * Returns the elements converted to floats.
     *
     * @return a new array in row-major order
     * @throws IllegalStateException if the type is not a floating-point type
     */
    public float[] toFloats() {
        float[] out = new float[Math.toIntExact(elementCount())];
        ByteBuffer in = data();
        switch (type) {
            case FLOAT -> in.asFloatBuffer().get(out);
            case DOUBLE -> fill(out, i -> (float) in.getDouble(i * Double.BYTES));
            case FLOAT16 -> fill(out, i -> HalfFloat.toFloat(in.getShort(i * Short.BYTES)));
            case BFLOAT16 -> fill(out, i -> Float.intBitsToFloat(in.getShort(i * 2) << 16));
            default -> throw wrongType("a floating-point type");
        }
        return out;
    }

    /**
     * Returns the elements converted to longs.
     *
     * @return a new array in row-major order
     * @throws IllegalStateException if the type is not an integer type of at least 8 bits
     */
    public long[] toLongs() {
        long[] out = new long[Math.toIntExact(elementCount())];
        ByteBuffer in = data();
        for (int i = 0; i < out.length; i++) {
            out[i] =
                    switch (type) {
                        case INT64, UINT64 -> in.getLong(i * Long.BYTES);
                        case INT32 -> in.getInt(i * Integer.BYTES);
                        case UINT32 -> Integer.toUnsignedLong(in.getInt(i * Integer.BYTES));
                        case INT16 -> in.getShort(i * Short.BYTES);
                        case UINT16 -> Short.toUnsignedLong(in.getShort(i * Short.BYTES));
                        case INT8 -> in.get(i);
                        case UINT8, BOOL -> Byte.toUnsignedLong(in.get(i));
                        default -> throw wrongType("an integer type");
                    };
        }
        return out;
    }

    /**
     * Returns the same elements under another name.
     *
     * @param newName the other name
     * @return a tensor that shares the bytes
     */
    public Tensor withName(String newName) {
        return new Tensor(newName, type, dims, data);
    }

    /**
     * Returns a matrix of floats with rows and columns exchanged.
     *
     * @return a new tensor of the same name
     * @throws IllegalStateException if the tensor is no matrix of a floating-point type
     */
    public Tensor transposed() {
        if (rank() != 2) {
            throw new IllegalStateException("Tensor " + this + " must have two dimensions");
        }
        int rows = Math.toIntExact(dim(0));
        int columns = Math.toIntExact(dim(1));
        FloatBuffer in = type == ElementType.FLOAT ? asFloatBuffer() : FloatBuffer.wrap(toFloats());
        ByteBuffer bytes = allocate(Math.toIntExact(elementCount()), Float.BYTES);
        FloatBuffer out = bytes.asFloatBuffer();
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                out.put(c * rows + r, in.get(r * columns + c));
            }
        }
        return of(name, ElementType.FLOAT, new long[] {columns, rows}, bytes);
    }

    /**
     * Returns the tensor as a protobuf message with raw data.
     *
     * @return the message; it shares the bytes
     */
    public TensorProto toProto() {
        TensorProto.Builder builder =
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(type.number())
                        .setRawData(rawData());
        for (long dim : dims) {
            builder.addDims(dim);
        }
        return builder.build();
    }

    /** {@inheritDoc} */
    @Override
    public String toString() {
        return name + " " + type + Arrays.toString(dims);
    }

    /** Returns the number of elements, of which the bytes can be counted in a long. */
    static long elementCount(String name, long[] dims) {
        long count = 1;
        for (long dim : dims) {
            if (dim < 0) {
                throw new IllegalArgumentException(
                        "Tensor " + name + " has a negative dimension: " + Arrays.toString(dims));
            }
            if (dim > 0 && count > MAX_ELEMENTS / dim) {
                throw new IllegalArgumentException(
                        "Tensor " + name + " has too many elements: " + Arrays.toString(dims));
            }
            count *= dim;
        }
        return count;
    }

    static ByteBuffer allocate(int elements, int bytesEach) {
        return ByteBuffer.allocate(Math.multiplyExact(elements, bytesEach))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    ByteString rawData() {
        return UnsafeByteOperations.unsafeWrap(data.duplicate());
    }

    private void requireType(ElementType expected) {
        if (type != expected) {
            throw wrongType(expected.toString());
        }
    }

    private IllegalStateException wrongType(String expected) {
        return new IllegalStateException(
                "Tensor " + name + " must have " + expected + ", found " + type);
    }

    private interface FloatAt {
        float get(int index);
    }

    private static void fill(float[] out, FloatAt source) {
        for (int i = 0; i < out.length; i++) {
            out[i] = source.get(i);
        }
    }
}
