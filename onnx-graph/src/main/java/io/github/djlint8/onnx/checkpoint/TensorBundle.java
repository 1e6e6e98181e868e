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
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Tensor;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The variables of a TensorFlow checkpoint: an index, which is a sorted table, and one data file.
 *
 * <p>The data file is mapped; tensors alias it. Each tensor's checksum is verified when it is
 * looked up. Names are those of TensorFlow. Immutable and safe for use by many threads.
 */
public final class TensorBundle implements NamedTensors {

    private static final String INDEX = ".index";
    private static final String DATA = ".data-00000-of-00001";

    /** The key of the header; every other key names a tensor. */
    private static final String HEADER = "";

    private static final long MAX_INDEX_BYTES = 1 << 26;

    private static final Map<Integer, ElementType> TYPES =
            Map.of(
                    1, ElementType.FLOAT,
                    2, ElementType.DOUBLE,
                    3, ElementType.INT32,
                    4, ElementType.UINT8,
                    6, ElementType.INT8,
                    9, ElementType.INT64,
                    10, ElementType.BOOL,
                    14, ElementType.BFLOAT16,
                    19, ElementType.FLOAT16);

    private final String source;
    private final Map<String, BundleEntry> entries;
    private final ByteBuffer data;

    private TensorBundle(String source, Map<String, BundleEntry> entries, ByteBuffer data) {
        this.source = source;
        this.entries = Collections.unmodifiableMap(entries);
        this.data = data;
    }

    /**
     * Opens a checkpoint.
     *
     * @param prefix the path that its files share, such as {@code variables/variables}
     * @return the variables
     * @throws FileNotFoundException if the index or the data file is missing
     * @throws MalformedModelException if the index is damaged or there is more than one data file
     * @throws IOException if a file cannot be read
     */
    public static TensorBundle open(Path prefix) throws IOException, MalformedModelException {
        String source = prefix + INDEX;
        ByteBuffer index = map(prefix, INDEX, MAX_INDEX_BYTES);
        Map<String, BundleEntry> entries = new LinkedHashMap<>();
        for (var entry : SortedTable.read(index, source).entrySet()) {
            if (!entry.getKey().equals(HEADER)) {
                entries.put(entry.getKey(), BundleEntry.parse(entry.getValue(), source));
            }
        }
        return new TensorBundle(source, entries, map(prefix, DATA, Integer.MAX_VALUE));
    }

    private static ByteBuffer map(Path prefix, String end, long limit)
            throws IOException, MalformedModelException {
        Path file = prefix.resolveSibling(prefix.getFileName() + end);
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException("TensorFlow checkpoint lacks the file " + file);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > limit) {
                throw new MalformedModelException(
                        file + " has " + channel.size() + " bytes, at most " + limit + " are read");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
    }

    /** {@inheritDoc} */
    @Override
    public String source() {
        return source;
    }

    /**
     * Returns the names of the variables.
     *
     * @return the names in order
     */
    public Set<String> names() {
        return entries.keySet();
    }

    /** {@inheritDoc} */
    @Override
    public Optional<Tensor> find(String name) throws MalformedModelException {
        BundleEntry entry = entries.get(name);
        return entry == null ? Optional.empty() : Optional.of(read(name, entry));
    }

    private Tensor read(String name, BundleEntry entry) throws MalformedModelException {
        ElementType type = TYPES.get(entry.type());
        if (type == null || entry.sliced() || entry.shard() != 0) {
            throw malformed(
                    name,
                    "it has type number "
                            + entry.type()
                            + (entry.sliced() ? " in slices" : "")
                            + " in data file "
                            + entry.shard()
                            + ", which is not read");
        }
        long end = data.limit() - entry.size();
        if (entry.offset() < 0 || entry.size() < 0 || entry.offset() > end) {
            throw malformed(
                    name,
                    "its "
                            + entry.size()
                            + " bytes from "
                            + entry.offset()
                            + " on do not lie in the "
                            + data.limit()
                            + " bytes of data");
        }
        ByteBuffer bytes = data.slice((int) entry.offset(), (int) entry.size());
        if (MaskedCrc.of(bytes) != entry.checksum()) {
            throw malformed(name, "the checksum of its bytes is wrong");
        }
        long[] dims = entry.dims().stream().mapToLong(Long::longValue).toArray();
        try {
            return Tensor.of(name, type, dims, bytes);
        } catch (IllegalArgumentException e) {
            throw new MalformedModelException(source + ": " + e.getMessage(), e);
        }
    }

    private MalformedModelException malformed(String name, String why) {
        return new MalformedModelException("Variable " + name + " of " + source + ": " + why);
    }
}
