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
package io.github.djlint8.cli;

import io.github.djlint8.api.AtomicFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option {@code --force} of every command that writes files. */
final class OverwriteOption {

    @Option(names = "--force", description = "Overwrite files that exist.")
    private boolean force;

    /**
     * Tries that a file can be written, before the long work begins.
     *
     * @param file the file
     * @throws IOException if it exists and may not be overwritten, or its folder takes no files
     */
    void requireWritable(Path file) throws IOException {
        if (Files.isRegularFile(file) && !force) {
            throw new FileAlreadyExistsException(file + " exists; --force overwrites it");
        }
        AtomicFile.create(file).close();
    }
}
