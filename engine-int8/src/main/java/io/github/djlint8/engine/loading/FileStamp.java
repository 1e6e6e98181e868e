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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;

/**
 * What a file looks like from outside; the same stamp means the same content.
 *
 * @param text size, times and identity of the file
 * @param modified when the content changed last
 */
record FileStamp(String text, Instant modified) {

    /** Clocks of file systems are coarse: a change so soon after another may leave no trace. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    static FileStamp of(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        Instant modified = attributes.lastModifiedTime().toInstant();
        String text =
                String.join(
                        " ",
                        String.valueOf(attributes.size()),
                        modified.toString(),
                        String.valueOf(attributes.fileKey()),
                        changed(file));
        return new FileStamp(text, modified);
    }

    /** Returns whether the file is old enough for its stamp to be trusted. */
    boolean isSettled() {
        return modified.isBefore(Instant.now().minus(SETTLED));
    }

    /** Returns the time of the last change of the inode, which no program can set. */
    private static String changed(Path file) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? Files.getAttribute(file, "unix:ctime").toString()
                : "-";
    }
}
