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
import io.github.djlint8.onnx.proto.StringStringEntryProto;
import io.github.djlint8.onnx.proto.TensorProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Finds the data of tensors that live in files beside the model.
 *
 * <p>A location may not leave the folder of the model, neither by its path nor by a link. Data is
 * mapped, not read. Safe for use by many threads.
 *
 * @see <a href="https://onnx.ai/onnx/repo-docs/ExternalData.html">ONNX external data</a>
 */
final class ExternalData {

    private final String model;
    private final Path folder;
    private final Map<Path, ByteBuffer> mappings = new ConcurrentHashMap<>();

    /**
     * Creates the finder.
     *
     * @param model what errors call the model
     * @param folder the folder of the model; null if the model was not read from a file
     */
    ExternalData(String model, Path folder) {
        this.model = model;
        this.folder = folder;
    }

    /** Returns the error that something is wrong in the model. */
    MalformedModelException malformed(String message, Throwable cause) {
        return new MalformedModelException(model + ": " + message, cause);
    }

    Tensor tensor(TensorProto proto) throws MalformedModelException {
        try {
            return proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL
                    ? outside(proto)
                    : Tensor.of(proto);
        } catch (MalformedModelException e) {
            throw malformed(e.getMessage(), e);
        }
    }

    private Tensor outside(TensorProto proto) throws MalformedModelException {
        String name = proto.getName();
        ElementType type = ElementType.of(proto.getDataType(), name);
        long[] dims = TensorDecoder.dims(proto);
        Map<String, String> entries = entries(proto);
        try {
            long length = type.byteCount(Tensor.elementCount(name, dims));
            long stated = number(entries, "length", length, name);
            if (stated != length) {
                throw new MalformedModelException(
                        "Tensor " + name + " needs " + length + " bytes, its entry says " + stated);
            }
            ByteBuffer data =
                    map(locate(entries, name), number(entries, "offset", 0, name), length, name);
            return Tensor.of(name, type, dims, data);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new MalformedModelException(e.getMessage(), e);
        }
    }

    /** Returns the file with the data of a tensor that is not inside the model. */
    Path file(TensorProto proto) throws MalformedModelException {
        return locate(entries(proto), proto.getName());
    }

    /** Returns the message with its data inside. */
    TensorProto embed(TensorProto proto) throws MalformedModelException {
        if (proto.getDataLocation() != TensorProto.DataLocation.EXTERNAL) {
            return proto;
        }
        return withoutData(proto).setRawData(tensor(proto).rawData()).build();
    }

    /** Returns a builder with everything of a message but the data and where it is. */
    static TensorProto.Builder withoutData(TensorProto proto) {
        return proto.toBuilder()
                .clearRawData()
                .clearFloatData()
                .clearInt32Data()
                .clearInt64Data()
                .clearDoubleData()
                .clearUint64Data()
                .clearExternalData()
                .clearDataLocation();
    }

    private static Map<String, String> entries(TensorProto proto) {
        return proto.getExternalDataList().stream()
                .collect(
                        Collectors.toMap(
                                StringStringEntryProto::getKey,
                                StringStringEntryProto::getValue,
                                (a, b) -> b));
    }

    private Path locate(Map<String, String> entries, String tensor) throws MalformedModelException {
        String location = entries.get("location");
        if (location == null || location.isBlank()) {
            throw new MalformedModelException("Tensor " + tensor + " has no external location");
        }
        if (folder == null) {
            throw new MalformedModelException(
                    "Tensor "
                            + tensor
                            + " lies in the file "
                            + location
                            + ", but the model was not read from a folder");
        }
        try {
            Path file = folder.resolve(location).normalize();
            if (!file.startsWith(folder.normalize())) {
                throw leaves(tensor, location);
            }
            if (!Files.isRegularFile(file)) {
                throw new MalformedModelException(
                        "File " + file + " with the data of tensor " + tensor + " is missing");
            }
            if (!file.toRealPath().startsWith(folder.toRealPath())) {
                throw leaves(tensor, location);
            }
            return file;
        } catch (InvalidPathException | IOException e) {
            throw new MalformedModelException(
                    "Location " + location + " of tensor " + tensor + " cannot be read", e);
        }
    }

    private ByteBuffer map(Path file, long offset, long length, String tensor)
            throws MalformedModelException {
        if (length > Integer.MAX_VALUE) {
            throw new MalformedModelException(
                    "Tensor " + tensor + " has " + length + " bytes, at most 2 GiB are supported");
        }
        try {
            ByteBuffer whole = mappings.get(file);
            if (whole != null) {
                requireInside(file, offset, length, whole.capacity(), tensor);
                return whole.slice((int) offset, (int) length);
            }
            return mapNew(file, offset, length, tensor);
        } catch (IOException e) {
            throw new MalformedModelException(
                    "Cannot read " + file + " with the data of tensor " + tensor, e);
        }
    }

    /** Maps the whole file, and keeps that for other tensors, unless it is too large. */
    private ByteBuffer mapNew(Path file, long offset, long length, String tensor)
            throws IOException, MalformedModelException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            requireInside(file, offset, length, channel.size(), tensor);
            if (channel.size() > Integer.MAX_VALUE) {
                return channel.map(FileChannel.MapMode.READ_ONLY, offset, length);
            }
            ByteBuffer whole = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            mappings.put(file, whole);
            return whole.slice((int) offset, (int) length);
        }
    }

    private static void requireInside(Path file, long offset, long length, long size, String tensor)
            throws MalformedModelException {
        if (offset < 0 || offset > size - length) {
            throw new MalformedModelException(
                    "Tensor "
                            + tensor
                            + " reaches from byte "
                            + offset
                            + " over "
                            + length
                            + " bytes, but "
                            + file
                            + " has "
                            + size);
        }
    }

    private static long number(Map<String, String> entries, String key, long absent, String tensor)
            throws MalformedModelException {
        String text = entries.get(key);
        try {
            return text == null ? absent : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new MalformedModelException(
                    "External " + key + " of tensor " + tensor + " is not a number: " + text, e);
        }
    }

    private static MalformedModelException leaves(String tensor, String location) {
        return new MalformedModelException(
                "Location " + location + " of tensor " + tensor + " leaves the model's folder");
    }
}
