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

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes sorted tables as LevelDB's format description says, one data block for two entries. */
final class TableFile {

    private static final int RESTART_INTERVAL = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final SortedMap<String, byte[]> index = new TreeMap<>();

    static byte[] of(SortedMap<String, byte[]> entries) {
        TableFile file = new TableFile();
        SortedMap<String, byte[]> block = new TreeMap<>();
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            block.put(entry.getKey(), entry.getValue());
            if (block.size() == RESTART_INTERVAL || entry.getKey().equals(entries.lastKey())) {
                file.index.put(entry.getKey(), file.writeBlock(block));
                block.clear();
            }
        }
        byte[] metaIndex = file.writeBlock(new TreeMap<>());
        byte[] footer = new byte[48];
        byte[] handles = concat(metaIndex, file.writeBlock(file.index));
        System.arraycopy(handles, 0, footer, 0, handles.length);
        ByteBuffer.wrap(footer).order(ByteOrder.LITTLE_ENDIAN).putLong(40, 0xdb4775248b80fb57L);
        file.out.writeBytes(footer);
        return file.out.toByteArray();
    }

    /** Writes a block of which the keys share prefixes and returns its handle. */
    private byte[] writeBlock(SortedMap<String, byte[]> entries) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        String last = "";
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            String key = entry.getKey();
            int shared = 0;
            while (shared < Math.min(last.length(), key.length())
                    && last.charAt(shared) == key.charAt(shared)) {
                shared++;
            }
            byte[] rest = key.substring(shared).getBytes(StandardCharsets.UTF_8);
            block.writeBytes(varint(shared));
            block.writeBytes(varint(rest.length));
            block.writeBytes(varint(entry.getValue().length));
            block.writeBytes(rest);
            block.writeBytes(entry.getValue());
            last = key;
        }
        block.writeBytes(littleEndian(0));
        block.writeBytes(littleEndian(1));
        byte[] handle = concat(varint(out.size()), varint(block.size()));
        block.write(0);
        int checksum = MaskedCrc.of(ByteBuffer.wrap(block.toByteArray()));
        out.writeBytes(block.toByteArray());
        out.writeBytes(littleEndian(checksum));
        return handle;
    }

    static byte[] littleEndian(int value) {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    }

    static byte[] varint(long value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long rest = value;
        while (rest > 0x7f) {
            bytes.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return bytes.toByteArray();
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }
}
