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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * What a file looks like from outside; the same stamp means the same content.
 *
 * <p>Immutable; threads may share it.
 *
 * @param text size, times and identity of the file
 * @param modified when the content changed last
 */
public record FileStamp(String text, Instant modified) {

    /** Clocks of file systems are coarse: a change so soon after another may leave no trace. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    /**
     * Looks at a file.
     *
     * @param file the file
     * @return its stamp
     * @throws IOException if it is not there
     */
    public static FileStamp of(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        FileTime modified = attributes.lastModifiedTime();
        String text =
                String.join(
                        " ",
                        String.valueOf(attributes.size()),
                        nanoseconds(modified),
                        String.valueOf(attributes.fileKey()),
                        changed(file));
        return new FileStamp(text, modified.toInstant());
    }

    /**
     * Returns whether the file is old enough for its stamp to be trusted.
     *
     * @return whether a later change would show
     */
    public boolean isSettled() {
        return modified.isBefore(Instant.now().minus(SETTLED));
    }

    /** Returns the time of the last change of the inode, which no program can set. */
    private static String changed(Path file) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? nanoseconds((FileTime) Files.getAttribute(file, "unix:ctime"))
                : "-";
    }

    private static String nanoseconds(FileTime time) {
        return String.valueOf(time.to(TimeUnit.NANOSECONDS));
    }
}
