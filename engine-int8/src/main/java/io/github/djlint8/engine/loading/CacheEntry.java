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
package io.github.djlint8.engine.loading;

import ai.djl.MalformedModelException;
import io.github.djlint8.api.ChecksumMemo;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder with one quantized graph and the list of its files with their sizes and checksums.
 *
 * <p>Large weights are in a file of their own, which ONNX Runtime maps for as long as a session
 * needs them: products let go of theirs when they have packed them, and of a table only the rows
 * that are read come into memory. Files are never changed in place, so a session keeps what it
 * mapped when its entry is replaced or deleted. An entry without a graph says that the model needs
 * no quantizing. The time of the list is that of the last use.
 *
 * @param folder the folder
 */
record CacheEntry(Path folder) {

    private static final Logger logger = LoggerFactory.getLogger(CacheEntry.class);
    private static final String GRAPH = "model.onnx";
    private static final String LIST = "files.txt";
    private static final String ORIGIN = "origin.txt";

    /** A path takes less. */
    private static final int MAX_ORIGIN_BYTES = 1 << 16;

    /** Smaller weights are not worth mappings of their own. */
    private static final int MAPPED_BYTES = 64 << 10;

    private static final ModelWriter WRITER =
            ModelWriter.builder().optExternalData(true).optExternalThreshold(MAPPED_BYTES).build();

    /** Returns the graph if it is there and whole. */
    Optional<QuantizedGraph> read() {
        try {
            List<String> lines = Files.readAllLines(folder.resolve(LIST));
            ChecksumMemo checksums = checksums(folder);
            if (!lines.equals(list(folder, checksums))) {
                logger.warn("Cached graph {} is damaged and made anew", folder);
                return Optional.empty();
            }
            checksums.save();
            CachedFolder.touch(folder.resolve(LIST));
            // The list, not the folder, which may be gone by now.
            boolean hasGraph = lines.stream().anyMatch(line -> line.startsWith(GRAPH + "\t"));
            return Optional.of(
                    hasGraph
                            ? QuantizedGraph.onDisk(folder.resolve(GRAPH))
                            : QuantizedGraph.asIs());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            logger.warn(
                    "Cached graph {} cannot be read and is made anew: {}", folder, e.toString());
            return Optional.empty();
        }
    }

    /** Writes the entry beside its place and moves it there as a whole. */
    void write(Optional<OnnxModel> quantized, Path origin)
            throws IOException, MalformedModelException {
        Path temporary = Files.createTempDirectory(folder.getParent(), temporaryPrefix());
        try {
            if (quantized.isPresent()) {
                WRITER.save(quantized.get(), temporary.resolve(GRAPH));
            }
            Files.writeString(temporary.resolve(ORIGIN), origin.toAbsolutePath().toString());
            Files.write(temporary.resolve(LIST), list(temporary, checksums(temporary)));
            FolderRemoval.delete(folder);
            Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            FolderRemoval.delete(temporary);
        }
    }

    /** Tells origin, size and last use, also of an entry that is damaged. */
    CachedFolder describe() {
        return CachedFolder.of(folder, folder.resolve(LIST), origin());
    }

    private Optional<String> origin() {
        Path file = folder.resolve(ORIGIN);
        try {
            return Files.size(file) <= MAX_ORIGIN_BYTES
                    ? Optional.of(Files.readString(file))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Deletes what writers that were killed have left; only the one writer may call this. */
    void deleteLeftovers() throws IOException {
        try (Stream<Path> files = Files.list(folder.getParent())) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().startsWith(temporaryPrefix())) {
                    FolderRemoval.delete(file);
                }
            }
        }
    }

    private String temporaryPrefix() {
        return "." + folder.getFileName() + ".";
    }

    private static List<String> list(Path folder, ChecksumMemo checksums) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(CacheEntry::isListed).sorted().toList()) {
                String checksum = Long.toHexString(checksums.of(file));
                lines.add(file.getFileName() + "\t" + Files.size(file) + "\t" + checksum);
            }
        }
        return lines;
    }

    /** Returns whether a file belongs to the entry, as those of the checksums do not. */
    private static boolean isListed(Path file) {
        return !file.endsWith(LIST) && !file.getFileName().toString().startsWith(".");
    }

    /** Each load pays for them, so they must not be slower than loading. */
    private static ChecksumMemo checksums(Path folder) {
        return ChecksumMemo.in(folder, CRC32C::new);
    }
}
