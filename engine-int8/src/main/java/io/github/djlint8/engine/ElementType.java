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

import ai.djl.ndarray.types.DataType;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.platform.Fp16Conversions;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The numeric element types that ONNX Runtime's Java API knows, and how their values are read and
 * written.
 *
 * <p>A conversion to an integer type truncates toward zero and keeps the low bits; a conversion to
 * a floating type rounds to nearest even; a conversion to BOOLEAN tests for non-zero.
 */
enum ElementType {
    FLOAT32(DataType.FLOAT32, OnnxJavaType.FLOAT) {
        @Override
        double getDouble(ByteBuffer data, int index) {
            return data.getFloat(index << 2);
        }

        @Override
        void putDouble(ByteBuffer data, int index, double value) {
            data.putFloat(index << 2, (float) value);
        }

        // Not through double: two roundings may differ from one.
        @Override
        void putLong(ByteBuffer data, int index, long value) {
            data.putFloat(index << 2, (float) value);
        }
    },
    FLOAT64(DataType.FLOAT64, OnnxJavaType.DOUBLE) {
        @Override
        double getDouble(ByteBuffer data, int index) {
            return data.getDouble(index << 3);
        }

        @Override
        void putDouble(ByteBuffer data, int index, double value) {
            data.putDouble(index << 3, value);
        }
    },
    FLOAT16(DataType.FLOAT16, OnnxJavaType.FLOAT16) {
        @Override
        double getDouble(ByteBuffer data, int index) {
            return Fp16Conversions.fp16ToFloat(data.getShort(index << 1));
        }

        @Override
        void putDouble(ByteBuffer data, int index, double value) {
            data.putShort(index << 1, Fp16Conversions.floatToFp16((float) value));
        }
    },
    BFLOAT16(DataType.BFLOAT16, OnnxJavaType.BFLOAT16) {
        @Override
        double getDouble(ByteBuffer data, int index) {
            return Fp16Conversions.bf16ToFloat(data.getShort(index << 1));
        }

        // The library's rounding carries a NaN with a full mantissa into the sign.
        @Override
        void putDouble(ByteBuffer data, int index, double value) {
            data.putShort(
                    index << 1,
                    Double.isNaN(value) ? 0x7fc0 : Fp16Conversions.floatToBf16((float) value));
        }
    },
    INT8(DataType.INT8, OnnxJavaType.INT8) {
        @Override
        long getLong(ByteBuffer data, int index) {
            return data.get(index);
        }

        @Override
        void putLong(ByteBuffer data, int index, long value) {
            data.put(index, (byte) value);
        }
    },
    UINT8(DataType.UINT8, OnnxJavaType.UINT8) {
        @Override
        long getLong(ByteBuffer data, int index) {
            return data.get(index) & 0xff;
        }

        @Override
        void putLong(ByteBuffer data, int index, long value) {
            data.put(index, (byte) value);
        }
    },
    INT16(DataType.INT16, OnnxJavaType.INT16) {
        @Override
        long getLong(ByteBuffer data, int index) {
            return data.getShort(index << 1);
        }

        @Override
        void putLong(ByteBuffer data, int index, long value) {
            data.putShort(index << 1, (short) value);
        }
    },
    INT32(DataType.INT32, OnnxJavaType.INT32) {
        @Override
        long getLong(ByteBuffer data, int index) {
            return data.getInt(index << 2);
        }

        @Override
        void putLong(ByteBuffer data, int index, long value) {
            data.putInt(index << 2, (int) value);
        }
    },
    INT64(DataType.INT64, OnnxJavaType.INT64) {
        @Override
        long getLong(ByteBuffer data, int index) {
            return data.getLong(index << 3);
        }

        @Override
        void putLong(ByteBuffer data, int index, long value) {
            data.putLong(index << 3, value);
        }
    },
    BOOLEAN(DataType.BOOLEAN, OnnxJavaType.BOOL) {
        @Override
        long getLong(ByteBuffer data, int index) {
            return data.get(index) == 0 ? 0 : 1;
        }

        @Override
        void putLong(ByteBuffer data, int index, long value) {
            data.put(index, (byte) (value == 0 ? 0 : 1));
        }

        @Override
        void putDouble(ByteBuffer data, int index, double value) {
            data.put(index, (byte) (value == 0 ? 0 : 1));
        }
    };

    private final DataType dataType;
    private final OnnxJavaType onnxType;

    ElementType(DataType dataType, OnnxJavaType onnxType) {
        this.dataType = dataType;
        this.onnxType = onnxType;
    }

    static ElementType of(DataType dataType) {
        for (ElementType type : values()) {
            if (type.dataType == dataType) {
                return type;
            }
        }
        throw new UnsupportedOperationException(
                "Data type "
                        + dataType
                        + " is not supported here; supported are "
                        + Arrays.toString(values()));
    }

    static ElementType of(OnnxJavaType onnxType) {
        for (ElementType type : values()) {
            if (type.onnxType == onnxType) {
                return type;
            }
        }
        throw new UnsupportedOperationException(
                "ONNX Runtime type " + onnxType + " has no numeric array");
    }

    DataType dataType() {
        return dataType;
    }

    OnnxJavaType onnxType() {
        return onnxType;
    }

    int bytes() {
        return dataType.getNumOfBytes();
    }

    boolean isFloating() {
        return dataType.isFloating();
    }

    /** Reads an element; integers of more than 53 bits are rounded. */
    double getDouble(ByteBuffer data, int index) {
        return getLong(data, index);
    }

    /** Reads an element; floating values are truncated toward zero. */
    long getLong(ByteBuffer data, int index) {
        return (long) getDouble(data, index);
    }

    void putDouble(ByteBuffer data, int index, double value) {
        putLong(data, index, (long) value);
    }

    void putLong(ByteBuffer data, int index, long value) {
        putDouble(data, index, value);
    }
}
