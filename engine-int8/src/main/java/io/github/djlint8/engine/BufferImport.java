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

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a caller's buffer into a tensor.
 *
 * <p>A byte buffer holds the values in native byte order, whatever its own order says, as elsewhere
 * in DJL. The caller's position and limit stay as they are.
 */
final class BufferImport {

    private static final Logger logger = LoggerFactory.getLogger(BufferImport.class);

    private BufferImport() {}

    /** Returns a tensor that aliases a direct, writable byte buffer and copies any other. */
    static DenseTensor aliasOrCopy(Buffer data, ElementType type, long... dims) {
        if (data instanceof ByteBuffer bytes && data.isDirect() && !data.isReadOnly()) {
            requireSize(bytes.remaining(), DenseTensor.elements(dims), type.bytes(), dims);
            return DenseTensor.alias(type, dims, bytes);
        }
        return copy(data, type, dims);
    }

    static DenseTensor copy(Buffer data, ElementType type, long... dims) {
        int size = DenseTensor.elements(dims);
        int width = data instanceof ByteBuffer ? type.bytes() : 1;
        requireSize(data.remaining(), size, width, dims);
        DenseTensor result = DenseTensor.allocate(type, dims);
        ByteBuffer target = result.buffer();
        int from = data.position();
        if (data instanceof ByteBuffer bytes) {
            target.put(0, bytes, from, size * width);
        } else if (data instanceof FloatBuffer floats && type == ElementType.FLOAT32) {
            target.asFloatBuffer().put(0, floats, from, size);
        } else if (data instanceof DoubleBuffer doubles && type == ElementType.FLOAT64) {
            target.asDoubleBuffer().put(0, doubles, from, size);
        } else if (data instanceof IntBuffer ints && type == ElementType.INT32) {
            target.asIntBuffer().put(0, ints, from, size);
        } else if (data instanceof LongBuffer longs && type == ElementType.INT64) {
            target.asLongBuffer().put(0, longs, from, size);
        } else if (data instanceof ShortBuffer shorts && type.bytes() == 2) {
            target.asShortBuffer().put(0, shorts, from, size);
        } else {
            throw new IllegalArgumentException(
                    "A " + data.getClass().getSimpleName() + " does not hold values of " + type);
        }
        return result;
    }

    private static void requireSize(int found, int size, int width, long[] dims) {
        long expected = (long) size * width;
        if (found < expected) {
            throw new IllegalArgumentException(
                    "Shape "
                            + Arrays.toString(dims)
                            + " needs "
                            + expected
                            + " values or bytes, the buffer has "
                            + found);
        }
        if (found > expected) {
            logger.warn(
                    "The buffer has {} values or bytes, only the first {} are used for shape {}",
                    found,
                    expected,
                    Arrays.toString(dims));
        }
    }
}
