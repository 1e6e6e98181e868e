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

import com.google.gson.stream.JsonWriter;
import io.github.djlint8.api.AtomicFile;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Tensor;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Writes safetensors files of floats. The same content gives the same bytes.
 *
 * <p>Tensors are asked for one after the other, so that only one of them needs to be in memory. The
 * file appears under its name when it is complete. Not safe for use by many threads.
 */
public final class SafetensorsWriter {

    /** Tensors begin at multiples of this, as the format recommends for readers that map. */
    private static final int ALIGNMENT = 8;

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> metadata = new TreeMap<>();

    /** Creates a writer without tensors. */
    public SafetensorsWriter() {
        // Nothing to set; the constructor is here to carry its comment.
    }

    /**
     * Adds a tensor.
     *
     * @param tensor the tensor, of floats
     * @return this writer
     */
    public SafetensorsWriter add(Tensor tensor) {
        if (tensor.type() != ElementType.FLOAT) {
            throw new IllegalArgumentException("Only FLOAT tensors are written, found " + tensor);
        }
        return add(tensor.name(), tensor.dims(), tensor::data);
    }

    /**
     * Adds a tensor of floats that is made when it is written.
     *
     * @param name the name
     * @param dims the dimensions
     * @param data gives the elements, little-endian
     * @return this writer
     * @throws IllegalArgumentException if the name is taken
     */
    public SafetensorsWriter add(String name, long[] dims, Supplier<ByteBuffer> data) {
        if (entries.put(name, new Entry(dims.clone(), data)) != null) {
            throw new IllegalArgumentException("Tensor " + name + " is added twice");
        }
        return this;
    }

    /**
     * Adds free-form metadata.
     *
     * @param values the metadata
     * @return this writer
     */
    public SafetensorsWriter addMetadata(Map<String, String> values) {
        metadata.putAll(values);
        return this;
    }

    /**
     * Writes the file.
     *
     * @param file the file
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        byte[] header = header();
        try (AtomicFile target = AtomicFile.create(file)) {
            ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            writeFully(target.channel(), length.putLong(header.length).flip());
            writeFully(target.channel(), ByteBuffer.wrap(header));
            for (Map.Entry<String, Entry> entry : entries.entrySet()) {
                ByteBuffer bytes = entry.getValue().data.get().duplicate();
                if (bytes.remaining() != entry.getValue().bytes()) {
                    throw new IllegalStateException(
                            "Tensor "
                                    + entry.getKey()
                                    + " gave "
                                    + bytes.remaining()
                                    + " bytes, expected "
                                    + entry.getValue().bytes());
                }
                writeFully(target.channel(), bytes);
            }
            target.commit();
        }
    }

    private byte[] header() throws IOException {
        StringWriter text = new StringWriter();
        JsonWriter json = new JsonWriter(text);
        json.beginObject();
        if (!metadata.isEmpty()) {
            json.name("__metadata__").beginObject();
            for (Map.Entry<String, String> entry : metadata.entrySet()) {
                json.name(entry.getKey()).value(entry.getValue());
            }
            json.endObject();
        }
        long offset = 0;
        for (Map.Entry<String, Entry> entry : entries.entrySet()) {
            long end = offset + entry.getValue().bytes();
            json.name(entry.getKey()).beginObject();
            json.name("dtype").value("F32");
            writeLongs(json.name("shape"), entry.getValue().dims);
            writeLongs(json.name("data_offsets"), offset, end);
            json.endObject();
            offset = end;
        }
        json.endObject();
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        byte[] padded =
                Arrays.copyOf(bytes, (bytes.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        Arrays.fill(padded, bytes.length, padded.length, (byte) ' ');
        return padded;
    }

    private static void writeLongs(JsonWriter json, long... values) throws IOException {
        json.beginArray();
        for (long value : values) {
            json.value(value);
        }
        json.endArray();
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private record Entry(long[] dims, Supplier<ByteBuffer> data) {

        long bytes() {
            return ElementType.FLOAT.byteCount(Arrays.stream(dims).reduce(1, Math::multiplyExact));
        }
    }
}
