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

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of a cache: what can be made again, and may be deleted at any time.
 *
 * <p>Immutable and safe for use by many threads; the folder itself may be gone by now.
 *
 * @param folder the folder
 * @param origin what it was made from, if that is known
 * @param bytes the bytes in its files
 * @param lastUse when it was read last
 */
public record CachedFolder(Path folder, Optional<String> origin, long bytes, Instant lastUse) {

    private static final Logger logger = LoggerFactory.getLogger(CachedFolder.class);

    private static final String DELETED = ".deleted.";

    /** Nobody fills a folder for so long. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    /**
     * Looks at a folder; what cannot be read counts as nothing.
     *
     * @param folder the folder
     * @param used the file whose time is that of the last use; the folder's own without it
     * @param origin what it was made from, if that is known
     * @return what was found
     */
    public static CachedFolder of(Path folder, Path used, Optional<String> origin) {
        Path timed = Files.exists(used) ? used : folder;
        return new CachedFolder(folder, origin, bytesIn(folder), lastUse(timed));
    }

    /** Returns when a file or folder was touched last; long ago if that is not known. */
    static Instant lastUse(Path used) {
        try {
            return Files.getLastModifiedTime(used).toInstant();
        } catch (IOException e) {
            logger.debug("Last use of {} is not known: {}", used, e.toString());
            return Instant.EPOCH;
        }
    }

    /**
     * Records that a folder is used now.
     *
     * @param used the file whose time is that of the last use
     */
    public static void touch(Path used) {
        try {
            Files.setLastModifiedTime(used, FileTime.from(Instant.now()));
        } catch (IOException e) {
            logger.debug("Use of {} is not recorded: {}", used, e.toString());
        }
    }

    /**
     * Deletes the folder: at first its name, at once, so that nobody finds a part of it.
     *
     * <p>On Linux and macOS, what is open or mapped stays with those who have it. A failure is
     * logged.
     *
     * @return whether the folder is gone
     */
    public boolean delete() {
        try {
            Path aside = Files.createTempDirectory(folder.getParent(), DELETED);
            try {
                Files.move(folder, aside.resolve("folder"), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                FolderRemoval.delete(aside);
            }
            return true;
        } catch (NoSuchFileException e) {
            logger.debug("{} was deleted by another process", folder);
            return true;
        } catch (IOException e) {
            logger.warn("Cannot delete {}: {}", folder, e.toString());
            return false;
        }
    }

    /** Deletes what processes that were killed have left beside the folders of a cache. */
    static void deleteLeftovers(Path parent) throws IOException {
        for (Path folder : subfolders(parent)) {
            if (folder.getFileName().toString().startsWith(".") && isAbandoned(folder)) {
                FolderRemoval.delete(folder);
            }
        }
    }

    /** Returns whether whoever was filling a file or folder must have been killed. */
    static boolean isAbandoned(Path file) throws IOException {
        try {
            Instant changed = Files.getLastModifiedTime(file).toInstant();
            return changed.isBefore(Instant.now().minus(ABANDONED));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * Returns the folders in a folder.
     *
     * @param parent the folder; it need not exist
     * @return the folders, in the order of their names
     * @throws IOException if it cannot be read
     */
    public static List<Path> subfolders(Path parent) throws IOException {
        try (Stream<Path> files = Files.list(parent)) {
            return files.filter(Files::isDirectory).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static long bytesIn(Path folder) {
        long[] bytes = new long[1];
        try {
            Files.walkFileTree(
                    folder,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes found) {
                            bytes[0] += found.size();
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e) {
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            logger.debug("Size of {} is not known: {}", folder, e.toString());
        }
        return bytes[0];
    }
}
