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
package io.github.djlint8.zoo.recipe;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import io.github.djlint8.api.ChecksumMemo;
import io.github.djlint8.api.FileChecksum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The list of sizes and checksums that tells whether a prepared folder is whole.
 *
 * <p>CRC32C, since this guards against torn writes and bit rot at the speed of memory; the sources
 * that the folder was made from are verified by SHA-256. Safe for use by many threads.
 */
final class FolderManifest {

    private static final String FILE = "manifest.json";
    private static final TypeToken<Map<String, Entry>> TYPE = new TypeToken<>() {};

    private FolderManifest() {}

    /** Lists all files of a folder. */
    static void write(Path folder) throws IOException {
        Map<String, Entry> entries = new TreeMap<>();
        for (Path file : files(folder)) {
            long checksum = FileChecksum.crc32c(file);
            entries.put(file.getFileName().toString(), new Entry(Files.size(file), checksum));
        }
        Files.writeString(file(folder), new Gson().toJson(entries));
    }

    /** Returns the file with the list, whose time is that of the last use of the folder. */
    static Path file(Path folder) {
        return folder.resolve(FILE);
    }

    /** Returns whether a folder has the files listed, unchanged. */
    static boolean isIntact(Path folder) throws IOException {
        Path manifest = file(folder);
        if (!Files.isRegularFile(manifest)) {
            return false;
        }
        Map<String, Entry> entries;
        try {
            entries = new Gson().fromJson(Files.readString(manifest), TYPE);
        } catch (JsonParseException e) {
            return false;
        }
        if (entries == null || entries.isEmpty()) {
            return false;
        }
        ChecksumMemo checksums = ChecksumMemo.in(folder, CRC32C::new);
        for (Map.Entry<String, Entry> entry : entries.entrySet()) {
            Path file = folder.resolve(entry.getKey());
            Entry expected = entry.getValue();
            if (expected == null
                    || !Files.isRegularFile(file)
                    || Files.size(file) != expected.size
                    || checksums.of(file) != expected.crc32c) {
                return false;
            }
        }
        checksums.save();
        return true;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(Files::isRegularFile).toList();
        }
    }

    private record Entry(long size, long crc32c) {}
}
