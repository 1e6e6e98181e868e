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
import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.MalformedJsonException;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Tensor;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads safetensors files, the format of weights on the Hugging Face hub.
 *
 * <p>A file is eight bytes with the length of the header, the header in JSON, and the bytes of the
 * tensors, one after another without gaps. Everything that the header says is checked against the
 * bytes that are there before a tensor is made. Safe for use by many threads.
 */
public final class SafetensorsReader {

    /** The longest header that is read, the limit of the reference implementation. */
    static final long MAX_HEADER_BYTES = 100_000_000;

    private static final int LENGTH_BYTES = Long.BYTES;

    private static final Map<String, ElementType> TYPES =
            Map.ofEntries(
                    Map.entry("F64", ElementType.DOUBLE),
                    Map.entry("F32", ElementType.FLOAT),
                    Map.entry("F16", ElementType.FLOAT16),
                    Map.entry("BF16", ElementType.BFLOAT16),
                    Map.entry("F8_E4M3", ElementType.FLOAT8E4M3FN),
                    Map.entry("F8_E5M2", ElementType.FLOAT8E5M2),
                    Map.entry("I64", ElementType.INT64),
                    Map.entry("I32", ElementType.INT32),
                    Map.entry("I16", ElementType.INT16),
                    Map.entry("I8", ElementType.INT8),
                    Map.entry("U64", ElementType.UINT64),
                    Map.entry("U32", ElementType.UINT32),
                    Map.entry("U16", ElementType.UINT16),
                    Map.entry("U8", ElementType.UINT8),
                    Map.entry("BOOL", ElementType.BOOL));

    private SafetensorsReader() {}

    /**
     * Reads a file by mapping it.
     *
     * @param file the file
     * @return its content; the tensors alias the mapping
     * @throws FileNotFoundException if there is no such file
     * @throws MalformedModelException if the file is not a safetensors file
     * @throws IOException if the file cannot be read
     */
    public static Safetensors read(Path file) throws IOException, MalformedModelException {
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException("Safetensors file " + file + " does not exist");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new MalformedModelException(
                        "Safetensors file "
                                + file
                                + " has "
                                + channel.size()
                                + " bytes; files above 2 GiB are not read");
            }
            return read(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()), file + "");
        }
    }

    /**
     * Reads the bytes of a file.
     *
     * @param bytes the bytes; position and limit are left as they are
     * @param source where the bytes come from, for errors
     * @return the content; the tensors alias the bytes
     * @throws MalformedModelException if the bytes are not those of a safetensors file
     */
    public static Safetensors read(ByteBuffer bytes, String source) throws MalformedModelException {
        ByteBuffer all = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (all.remaining() < LENGTH_BYTES) {
            throw malformed(source, "it has only " + all.remaining() + " bytes");
        }
        long length = all.getLong(0);
        long limit = Math.min(MAX_HEADER_BYTES, all.remaining() - LENGTH_BYTES);
        if (length < 0 || length > limit) {
            throw malformed(
                    source, "its header claims " + length + " bytes, at most " + limit + " fit");
        }
        byte[] json = new byte[(int) length];
        all.get(LENGTH_BYTES, json);
        ByteBuffer data =
                all.slice(LENGTH_BYTES + json.length, all.limit() - LENGTH_BYTES - json.length);
        Header header = parse(new String(json, StandardCharsets.UTF_8), source);
        return new Safetensors(source, tensors(header, data, source), header.metadata);
    }

    private static Map<String, Tensor> tensors(Header header, ByteBuffer data, String source)
            throws MalformedModelException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        header.entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long expected = 0;
        for (Entry entry : header.entries) {
            if (entry.begin != expected || entry.end < entry.begin || entry.end > data.limit()) {
                throw malformed(
                        source,
                        "tensor "
                                + entry.name
                                + " lies at bytes ["
                                + entry.begin
                                + ", "
                                + entry.end
                                + "), expected to begin at "
                                + expected
                                + " and to end by "
                                + data.limit());
            }
            tensors.put(entry.name, tensor(entry, data, source));
            expected = entry.end;
        }
        if (expected != data.limit()) {
            throw malformed(
                    source, data.limit() - expected + " bytes at its end belong to no tensor");
        }
        return tensors;
    }

    private static Tensor tensor(Entry entry, ByteBuffer data, String source)
            throws MalformedModelException {
        ElementType type = TYPES.get(entry.dtype);
        if (type == null) {
            throw malformed(
                    source, "tensor " + entry.name + " has the unknown dtype " + entry.dtype);
        }
        try {
            ByteBuffer bytes = data.slice((int) entry.begin, (int) (entry.end - entry.begin));
            return Tensor.of(entry.name, type, entry.shape, bytes);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new MalformedModelException(
                    source + " is not a safetensors file: " + e.getMessage(), e);
        }
    }

    private static Header parse(String json, String source) throws MalformedModelException {
        Header header = new Header();
        try (JsonReader in = new JsonReader(new StringReader(json))) {
            Set<String> names = new HashSet<>();
            in.beginObject();
            while (in.hasNext()) {
                String name = in.nextName();
                if (!names.add(name)) {
                    throw malformed(source, "its header names " + name + " twice");
                }
                if ("__metadata__".equals(name)) {
                    readMetadata(in, header.metadata);
                } else {
                    header.entries.add(readEntry(in, name, source));
                }
            }
            in.endObject();
        } catch (MalformedJsonException
                | EOFException
                | JsonParseException
                | IllegalStateException
                | NumberFormatException e) {
            throw new MalformedModelException(
                    source + " is not a safetensors file: its header is not the JSON expected", e);
        } catch (IOException e) {
            throw new MalformedModelException(source + ": header cannot be parsed", e);
        }
        return header;
    }

    private static void readMetadata(JsonReader in, Map<String, String> metadata)
            throws IOException {
        in.beginObject();
        while (in.hasNext()) {
            metadata.put(in.nextName(), in.nextString());
        }
        in.endObject();
    }

    private static Entry readEntry(JsonReader in, String name, String source)
            throws IOException, MalformedModelException {
        String dtype = null;
        long[] shape = null;
        long[] offsets = null;
        in.beginObject();
        while (in.hasNext()) {
            switch (in.nextName()) {
                case "dtype" -> dtype = in.nextString();
                case "shape" -> shape = readLongs(in);
                case "data_offsets" -> offsets = readLongs(in);
                default -> in.skipValue();
            }
        }
        in.endObject();
        if (dtype == null || shape == null || offsets == null || offsets.length != 2) {
            throw malformed(
                    source, "tensor " + name + " lacks dtype, shape or a pair of data_offsets");
        }
        return new Entry(name, dtype, shape, offsets[0], offsets[1]);
    }

    private static long[] readLongs(JsonReader in) throws IOException {
        List<Long> values = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            values.add(in.nextLong());
        }
        in.endArray();
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    private static MalformedModelException malformed(String source, String why) {
        return new MalformedModelException(source + " is not a safetensors file: " + why);
    }

    private record Entry(String name, String dtype, long[] shape, long begin, long end) {}

    private static final class Header {

        private final Map<String, String> metadata = new LinkedHashMap<>();
        private final List<Entry> entries = new ArrayList<>();
    }
}
