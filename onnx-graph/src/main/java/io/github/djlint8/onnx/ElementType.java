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
import io.github.djlint8.onnx.proto.TensorProto;

/**
 * The element types of ONNX tensors.
 *
 * <p>Immutable and safe for use by many threads.
 */
public enum ElementType {
    /** 32-bit IEEE floats. */
    FLOAT(TensorProto.DataType.FLOAT, 32),
    /** Unsigned 8-bit integers. */
    UINT8(TensorProto.DataType.UINT8, 8),
    /** Signed 8-bit integers. */
    INT8(TensorProto.DataType.INT8, 8),
    /** Unsigned 16-bit integers. */
    UINT16(TensorProto.DataType.UINT16, 16),
    /** Signed 16-bit integers. */
    INT16(TensorProto.DataType.INT16, 16),
    /** Signed 32-bit integers. */
    INT32(TensorProto.DataType.INT32, 32),
    /** Signed 64-bit integers. */
    INT64(TensorProto.DataType.INT64, 64),
    /** Strings; they have no fixed size and no raw form. */
    STRING(TensorProto.DataType.STRING, 0),
    /** Booleans, one byte each. */
    BOOL(TensorProto.DataType.BOOL, 8),
    /** 16-bit IEEE floats. */
    FLOAT16(TensorProto.DataType.FLOAT16, 16),
    /** 64-bit IEEE floats. */
    DOUBLE(TensorProto.DataType.DOUBLE, 64),
    /** Unsigned 32-bit integers. */
    UINT32(TensorProto.DataType.UINT32, 32),
    /** Unsigned 64-bit integers. */
    UINT64(TensorProto.DataType.UINT64, 64),
    /** Pairs of 32-bit floats. */
    COMPLEX64(TensorProto.DataType.COMPLEX64, 64),
    /** Pairs of 64-bit floats. */
    COMPLEX128(TensorProto.DataType.COMPLEX128, 128),
    /** The upper half of 32-bit floats. */
    BFLOAT16(TensorProto.DataType.BFLOAT16, 16),
    /** 8-bit floats, 4 bits of exponent, no infinities. */
    FLOAT8E4M3FN(TensorProto.DataType.FLOAT8E4M3FN, 8),
    /** 8-bit floats, 4 bits of exponent, no infinities, no negative zero. */
    FLOAT8E4M3FNUZ(TensorProto.DataType.FLOAT8E4M3FNUZ, 8),
    /** 8-bit floats, 5 bits of exponent. */
    FLOAT8E5M2(TensorProto.DataType.FLOAT8E5M2, 8),
    /** 8-bit floats, 5 bits of exponent, no negative zero. */
    FLOAT8E5M2FNUZ(TensorProto.DataType.FLOAT8E5M2FNUZ, 8),
    /** Unsigned 4-bit integers, two in a byte. */
    UINT4(TensorProto.DataType.UINT4, 4),
    /** Signed 4-bit integers, two in a byte. */
    INT4(TensorProto.DataType.INT4, 4),
    /** 4-bit floats, two in a byte. */
    FLOAT4E2M1(TensorProto.DataType.FLOAT4E2M1, 4),
    /** Powers of two, the scales of microscaling formats. */
    FLOAT8E8M0(TensorProto.DataType.FLOAT8E8M0, 8),
    /** Unsigned 2-bit integers, four in a byte. */
    UINT2(TensorProto.DataType.UINT2, 2),
    /** Signed 2-bit integers, four in a byte. */
    INT2(TensorProto.DataType.INT2, 2);

    private final TensorProto.DataType proto;
    private final int bits;

    ElementType(TensorProto.DataType proto, int bits) {
        this.proto = proto;
        this.bits = bits;
    }

    /**
     * Returns the type with a number of the ONNX specification.
     *
     * @param number the number, {@code TensorProto.data_type}
     * @param tensor the name of the tensor, for errors
     * @return the type
     * @throws MalformedModelException if no known type has the number
     */
    public static ElementType of(int number, String tensor) throws MalformedModelException {
        for (ElementType type : values()) {
            if (type.number() == number) {
                return type;
            }
        }
        throw new MalformedModelException(
                "Tensor " + tensor + " has the unknown element type " + number);
    }

    /**
     * Returns the number of the type in the ONNX specification.
     *
     * @return the number
     */
    public int number() {
        return proto.getNumber();
    }

    /**
     * Returns the number of bits of one element.
     *
     * @return the number of bits, 0 for strings
     */
    public int bits() {
        return bits;
    }

    /**
     * Returns the number of bytes that elements take in raw form.
     *
     * @param elements the number of elements
     * @return the number of bytes, the last one filled up
     * @throws ArithmeticException if it does not fit a long
     */
    public long byteCount(long elements) {
        return Math.addExact(Math.multiplyExact(elements, (long) bits), 7L) / 8;
    }

    /**
     * Returns whether the type is one of the floating-point types that can be read as floats.
     *
     * @return true for FLOAT, DOUBLE, FLOAT16 and BFLOAT16
     */
    public boolean isFloat() {
        return this == FLOAT || this == DOUBLE || this == FLOAT16 || this == BFLOAT16;
    }
}
