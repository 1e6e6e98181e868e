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
import java.nio.ByteBuffer;

/** Brings the several ways in which a protobuf message holds a tensor's data into one. */
final class TensorDecoder {

    private TensorDecoder() {}

    static Tensor decode(TensorProto proto) throws MalformedModelException {
        String name = proto.getName();
        ElementType type = ElementType.of(proto.getDataType(), name);
        if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            throw new MalformedModelException(
                    "Tensor " + name + " has external data, which was not resolved");
        }
        long[] dims = dims(proto);
        try {
            ByteBuffer data =
                    proto.hasRawData()
                            ? proto.getRawData().asReadOnlyByteBuffer()
                            : typedData(proto, type);
            return Tensor.of(name, type, dims, data);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new MalformedModelException(e.getMessage(), e);
        }
    }

    static long[] dims(TensorProto proto) {
        return proto.getDimsList().stream().mapToLong(Long::longValue).toArray();
    }

    private static ByteBuffer typedData(TensorProto proto, ElementType type)
            throws MalformedModelException {
        return switch (type) {
            case FLOAT, COMPLEX64 -> {
                ByteBuffer out = Tensor.allocate(proto.getFloatDataCount(), Float.BYTES);
                proto.getFloatDataList().forEach(out::putFloat);
                yield out.flip();
            }
            case DOUBLE, COMPLEX128 -> {
                ByteBuffer out = Tensor.allocate(proto.getDoubleDataCount(), Double.BYTES);
                proto.getDoubleDataList().forEach(out::putDouble);
                yield out.flip();
            }
            case INT64 -> {
                ByteBuffer out = Tensor.allocate(proto.getInt64DataCount(), Long.BYTES);
                proto.getInt64DataList().forEach(out::putLong);
                yield out.flip();
            }
            case UINT64 -> {
                ByteBuffer out = Tensor.allocate(proto.getUint64DataCount(), Long.BYTES);
                proto.getUint64DataList().forEach(out::putLong);
                yield out.flip();
            }
            case UINT32 -> {
                ByteBuffer out = Tensor.allocate(proto.getUint64DataCount(), Integer.BYTES);
                proto.getUint64DataList().forEach(v -> out.putInt(v.intValue()));
                yield out.flip();
            }
            case STRING ->
                    throw new MalformedModelException(
                            "Tensor " + proto.getName() + " holds strings, expected numbers");
            default -> int32Data(proto, type);
        };
    }

    /** Integers of up to 32 bits and 16-bit floats; below 8 bits an entry holds one packed byte. */
    private static ByteBuffer int32Data(TensorProto proto, ElementType type) {
        int bytesEach = Math.max(1, type.bits() / 8);
        ByteBuffer out = Tensor.allocate(proto.getInt32DataCount(), bytesEach);
        for (int value : proto.getInt32DataList()) {
            switch (bytesEach) {
                case 1 -> out.put((byte) value);
                case 2 -> out.putShort((short) value);
                default -> out.putInt(value);
            }
        }
        return out.flip();
    }
}
