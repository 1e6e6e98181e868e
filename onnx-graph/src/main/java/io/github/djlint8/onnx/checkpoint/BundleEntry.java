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
package io.github.djlint8.onnx.checkpoint;

import ai.djl.MalformedModelException;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What the index of a TensorFlow checkpoint says of one tensor: message BundleEntryProto.
 *
 * @param type the number of the element type, of enum DataType
 * @param dims the dimensions
 * @param shard the number of the data file
 * @param offset the first byte in that file
 * @param size the number of bytes
 * @param checksum the masked CRC-32C of the bytes
 * @param sliced whether the tensor is stored in parts
 */
record BundleEntry(
        int type,
        List<Long> dims,
        int shard,
        long offset,
        long size,
        int checksum,
        boolean sliced) {

    private static final int TYPE = 1;
    private static final int SHAPE = 2;
    private static final int SHARD = 3;
    private static final int OFFSET = 4;
    private static final int SIZE = 5;
    private static final int CHECKSUM = 6;
    private static final int SLICES = 7;

    /** The field of TensorShapeProto with a dimension, and that of the size in a dimension. */
    private static final int DIM = 2;

    private static final int DIM_SIZE = 1;

    static BundleEntry parse(ByteBuffer bytes, String source) throws MalformedModelException {
        long[] numbers = new long[SLICES + 1];
        List<Long> dims = new ArrayList<>();
        try {
            CodedInputStream in = CodedInputStream.newInstance(bytes.duplicate());
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                int field = WireFormat.getTagFieldNumber(tag);
                switch (field) {
                    case TYPE, SHARD, OFFSET, SIZE -> numbers[field] = in.readInt64();
                    case SHAPE -> readShape(in.readByteBuffer(), dims);
                    case CHECKSUM -> numbers[field] = in.readFixed32();
                    case SLICES -> {
                        numbers[field] = 1;
                        in.skipField(tag);
                    }
                    default -> in.skipField(tag);
                }
            }
        } catch (IOException e) {
            throw new MalformedModelException(
                    source + " has an entry that is no BundleEntryProto: " + e.getMessage(), e);
        }
        return new BundleEntry(
                (int) numbers[TYPE],
                List.copyOf(dims),
                (int) numbers[SHARD],
                numbers[OFFSET],
                numbers[SIZE],
                (int) numbers[CHECKSUM],
                numbers[SLICES] != 0);
    }

    private static void readShape(ByteBuffer bytes, List<Long> dims) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == DIM) {
                dims.add(readDim(in.readByteBuffer()));
            } else {
                in.skipField(tag);
            }
        }
    }

    private static long readDim(ByteBuffer bytes) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        long size = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == DIM_SIZE) {
                size = in.readInt64();
            } else {
                in.skipField(tag);
            }
        }
        return size;
    }
}
