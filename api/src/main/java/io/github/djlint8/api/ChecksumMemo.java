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
package io.github.djlint8.api;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.zip.Checksum;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checksums of the files in a folder, kept beside them for as long as their {@link FileStamp}s stay
 * the same.
 *
 * <p>So a file is read once to see whether it is whole, and then only when something has touched
 * it. Before a checksum is kept, the file is forced to the disk: what was whole in memory only
 * could be lost. What is not noticed any more is a disk that loses bits on its own.
 *
 * <p>Not safe for use by many threads, each takes its own; many threads and processes may use one
 * folder.
 */
public final class ChecksumMemo {

    private static final Logger logger = LoggerFactory.getLogger(ChecksumMemo.class);

    private static final String FILE = ".checksums";
    private static final int FIELDS = 3;
    private static final int HEXADECIMAL = 16;

    private final Path folder;
    private final Supplier<Checksum> kind;
    private final Map<String, Line> kept;
    private final List<Path> fresh = new ArrayList<>();

    private ChecksumMemo(Path folder, Supplier<Checksum> kind, Map<String, Line> kept) {
        this.folder = folder;
        this.kind = kind;
        this.kept = kept;
    }

    /**
     * Reads what is known of a folder; what cannot be read is not known.
     *
     * @param folder the folder
     * @param kind makes checksums, always of one kind for a folder
     * @return the checksums
     */
    public static ChecksumMemo in(Path folder, Supplier<Checksum> kind) {
        Map<String, Line> kept = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(folder.resolve(FILE))) {
                String[] fields = line.split("\t");
                if (fields.length == FIELDS) {
                    long value = Long.parseUnsignedLong(fields[1], HEXADECIMAL);
                    kept.put(fields[0], new Line(value, fields[2]));
                }
            }
        } catch (NoSuchFileException e) {
            logger.trace("No checksums are kept in {}", folder);
        } catch (IOException | NumberFormatException e) {
            logger.debug("Checksums in {} cannot be read: {}", folder, e.toString());
        }
        return new ChecksumMemo(folder, kind, kept);
    }

    /**
     * Returns the checksum of a file, reading it only if it changed.
     *
     * @param file a file in the folder
     * @return the checksum
     * @throws IOException if the file cannot be read
     */
    public long of(Path file) throws IOException {
        String name = file.getFileName().toString();
        // Stamped before reading: a file that changes meanwhile does not fit its stamp.
        FileStamp stamp = FileStamp.of(file);
        Line known = kept.get(name);
        if (known != null && known.stamp.equals(stamp.text())) {
            return known.checksum;
        }
        long checksum = FileChecksum.of(file, kind.get());
        if (stamp.isSettled()) {
            kept.put(name, new Line(checksum, stamp.text()));
            fresh.add(file);
        }
        return checksum;
    }

    /** Keeps what was read, if the files are whole and the folder can be written. */
    public void save() {
        if (fresh.isEmpty()) {
            return;
        }
        try {
            for (Path file : fresh) {
                force(file);
            }
            StringBuilder text = new StringBuilder();
            kept.forEach((name, line) -> text.append(line.format(name)));
            AtomicFile.writeString(folder.resolve(FILE), text.toString());
            fresh.clear();
        } catch (IOException e) {
            logger.debug("Checksums are not kept in {}: {}", folder, e.toString());
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private record Line(long checksum, String stamp) {
        String format(String name) {
            return name + "\t" + Long.toHexString(checksum) + "\t" + stamp + "\n";
        }
    }
}
