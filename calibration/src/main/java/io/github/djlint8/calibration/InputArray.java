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
package io.github.djlint8.calibration;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;

/**
 * One input array of a sample, detached from any engine.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class InputArray {

    private final String name;
    private final long[] dims;
    private final DataType type;
    private final byte[] data;

    private InputArray(String name, long[] dims, DataType type, byte[] data) {
        this.name = name;
        this.dims = dims;
        this.type = type;
        this.data = data;
        if (dims.length == 0) {
            throw new IllegalArgumentException(
                    "Input " + name + " is a scalar; its first dimension must be the batch");
        }
    }

    /**
     * Copies an array of DJL.
     *
     * @param array the array, its first dimension the batch
     * @return the copy
     */
    public static InputArray of(NDArray array) {
        ByteBuffer buffer = array.toByteBuffer();
        byte[] data = new byte[buffer.remaining()];
        buffer.get(data);
        return new InputArray(
                Objects.requireNonNullElse(array.getName(), ""),
                array.getShape().getShape(),
                array.getDataType(),
                data);
    }

    /**
     * Creates an array of INT64.
     *
     * @param name the name of the model's input; empty to go by position
     * @param values the values
     * @param dims the dimensions, the batch first
     * @return the array
     */
    public static InputArray ofLongs(String name, long[] values, long... dims) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Long.BYTES);
        buffer.order(ByteOrder.nativeOrder()).asLongBuffer().put(values);
        return of(name, DataType.INT64, values.length, buffer.array(), dims);
    }

    /**
     * Creates an array of FLOAT32.
     *
     * @param name the name of the model's input; empty to go by position
     * @param values the values
     * @param dims the dimensions, the batch first
     * @return the array
     */
    public static InputArray ofFloats(String name, float[] values, long... dims) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Float.BYTES);
        buffer.order(ByteOrder.nativeOrder()).asFloatBuffer().put(values);
        return of(name, DataType.FLOAT32, values.length, buffer.array(), dims);
    }

    /**
     * Returns the name of the model's input.
     *
     * @return the name; empty to go by position
     */
    public String name() {
        return name;
    }

    /**
     * Returns the dimensions.
     *
     * @return a copy, the batch first
     */
    public long[] dims() {
        return dims.clone();
    }

    /**
     * Returns the type of the elements.
     *
     * @return the type
     */
    public DataType type() {
        return type;
    }

    /**
     * Returns the bytes of the elements in the order of the platform.
     *
     * @return a read-only buffer
     */
    public ByteBuffer data() {
        return ByteBuffer.wrap(data).asReadOnlyBuffer().order(ByteOrder.nativeOrder());
    }

    /** Returns what must be equal for two arrays to share a batch. */
    String form() {
        return name + ' ' + type + ' ' + Arrays.toString(dims);
    }

    void update(MessageDigest digest) {
        digest.update(form().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        digest.update(data);
    }

    private static InputArray of(String name, DataType type, int count, byte[] data, long... dims) {
        long expected = 1;
        for (long dim : dims) {
            expected = Math.multiplyExact(expected, dim);
        }
        if (expected != count) {
            throw new IllegalArgumentException(
                    "Input "
                            + name
                            + " of "
                            + Arrays.toString(dims)
                            + " needs "
                            + expected
                            + " values, found "
                            + count);
        }
        return new InputArray(name, dims.clone(), type, data);
    }
}
