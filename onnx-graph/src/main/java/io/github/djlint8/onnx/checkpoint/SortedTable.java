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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads a sorted table of keys and values in LevelDB's format, as TensorFlow writes the index of a
 * checkpoint.
 *
 * <p>A table is data blocks, an index block that tells where they lie, and a footer. In a block,
 * each key shares a prefix with the one before. Checksums of all blocks are verified. Stateless
 * outside of one call.
 */
final class SortedTable {

    private static final long MAGIC = 0xdb4775248b80fb57L;
    private static final int FOOTER_BYTES = 48;
    private static final int TRAILER_BYTES = 5;
    private static final int MAX_KEY_BYTES = 1 << 12;
    private static final int MAX_ENTRIES = 1 << 20;

    private final ByteBuffer file;
    private final String source;
    private final Map<String, ByteBuffer> entries = new LinkedHashMap<>();

    private SortedTable(ByteBuffer file, String source) {
        this.file = file;
        this.source = source;
    }

    /** Returns the values by key, in order. */
    static Map<String, ByteBuffer> read(ByteBuffer bytes, String source)
            throws MalformedModelException {
        ByteBuffer file = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        SortedTable table = new SortedTable(file, source);
        table.readAll();
        return table.entries;
    }

    private void readAll() throws MalformedModelException {
        int end = file.limit() - FOOTER_BYTES;
        if (end < 0 || file.getLong(file.limit() - Long.BYTES) != MAGIC) {
            throw malformed("it does not end with the footer of one");
        }
        ByteBuffer footer = slice(end, FOOTER_BYTES);
        readHandle(footer);
        Map<String, ByteBuffer> index = new LinkedHashMap<>();
        readBlock(block(footer), index);
        for (ByteBuffer handle : index.values()) {
            readBlock(block(handle), entries);
        }
    }

    private ByteBuffer block(ByteBuffer handle) throws MalformedModelException {
        long[] place = readHandle(handle);
        long end = file.limit() - FOOTER_BYTES - TRAILER_BYTES;
        if (place[0] < 0 || place[1] < 0 || place[0] > end || place[1] > end - place[0]) {
            throw malformed("a block lies outside of it: " + Arrays.toString(place));
        }
        int offset = (int) place[0];
        int size = (int) place[1];
        byte compression = file.get(offset + size);
        int expected = file.getInt(offset + size + 1);
        if (MaskedCrc.of(slice(offset, size + 1)) != expected) {
            throw malformed("the checksum of the block at byte " + offset + " is wrong");
        }
        if (compression != 0) {
            throw malformed(
                    "the block at byte "
                            + offset
                            + " has compression "
                            + compression
                            + ", only plain blocks (0) are read");
        }
        return slice(offset, size);
    }

    private void readBlock(ByteBuffer block, Map<String, ByteBuffer> into)
            throws MalformedModelException {
        int restarts = block.limit() < Integer.BYTES ? -1 : block.getInt(block.limit() - 4);
        long end = block.limit() - Integer.BYTES * (restarts + 1L);
        if (restarts < 0 || end < 0) {
            throw malformed("a block claims " + restarts + " restarts");
        }
        block.limit((int) end);
        byte[] key = new byte[0];
        while (block.hasRemaining()) {
            int shared = readSize(block, key.length);
            int fresh = readSize(block, MAX_KEY_BYTES - shared);
            int length = readSize(block, block.remaining());
            if (fresh > block.remaining() - length) {
                throw malformed("an entry runs over the end of its block");
            }
            key = Arrays.copyOf(key, shared + fresh);
            block.get(key, shared, fresh);
            ByteBuffer value = block.slice(block.position(), length);
            block.position(block.position() + length);
            into.put(new String(key, StandardCharsets.UTF_8), value);
            if (into.size() > MAX_ENTRIES) {
                throw malformed("it has more than " + MAX_ENTRIES + " entries");
            }
        }
    }

    private int readSize(ByteBuffer in, int limit) throws MalformedModelException {
        long size = readVarint(in);
        if (size < 0 || size > limit) {
            throw malformed("an entry claims a size of " + size + ", at most " + limit + " fit");
        }
        return (int) size;
    }

    private long[] readHandle(ByteBuffer in) throws MalformedModelException {
        return new long[] {readVarint(in), readVarint(in)};
    }

    private long readVarint(ByteBuffer in) throws MalformedModelException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE && in.hasRemaining(); shift += 7) {
            byte next = in.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed("a number does not end");
    }

    private ByteBuffer slice(int offset, int size) {
        return file.slice(offset, size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private MalformedModelException malformed(String why) {
        return new MalformedModelException(source + " is not a sorted table: " + why);
    }
}
