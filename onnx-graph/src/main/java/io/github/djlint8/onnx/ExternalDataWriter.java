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
import io.github.djlint8.api.AtomicFile;
import io.github.djlint8.onnx.proto.StringStringEntryProto;
import io.github.djlint8.onnx.proto.TensorProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Appends the data of tensors to the file beside a model, each at the start of a page. */
final class ExternalDataWriter {

    /** The alignment that the ONNX specification recommends, so that a runtime can map the data. */
    static final int ALIGNMENT = 4096;

    private final AtomicFile file;
    private final String location;
    private final int threshold;

    ExternalDataWriter(AtomicFile file, String location, int threshold) {
        this.file = file;
        this.location = location;
        this.threshold = threshold;
    }

    /** Moves a tensor's data out; strings and tensors under the threshold stay. */
    TensorProto move(TensorProto proto) throws IOException, MalformedModelException {
        if (proto.getDataType() == ElementType.STRING.number()) {
            return proto;
        }
        ByteBuffer data = Tensor.of(proto).data();
        int length = data.remaining();
        if (length < threshold) {
            return proto;
        }
        long offset = append(data);
        return ExternalData.withoutData(proto)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", location))
                .addExternalData(entry("offset", Long.toString(offset)))
                .addExternalData(entry("length", Integer.toString(length)))
                .build();
    }

    private long append(ByteBuffer data) throws IOException {
        try {
            FileChannel channel = file.channel();
            long offset = (channel.size() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            channel.position(offset);
            while (data.hasRemaining()) {
                channel.write(data);
            }
            return offset;
        } catch (IOException e) {
            throw new IOException("Cannot write " + location + ": " + e.getMessage(), e);
        }
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
