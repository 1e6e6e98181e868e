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

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The rule of the commands that fill a folder, and may go on in it. */
final class FreshOutput {

    private FreshOutput() {}

    /**
     * Refuses a folder that has files.
     *
     * @param output the folder, which may not be there
     * @param anew what the command does there with {@code --force}
     * @throws FileAlreadyExistsException if it has files
     * @throws IOException if it cannot be read
     */
    static void require(Path output, String anew) throws IOException {
        if (!Files.isDirectory(output)) {
            return;
        }
        try (Stream<Path> files = Files.list(output)) {
            if (files.findAny().isPresent()) {
                throw new FileAlreadyExistsException(
                        output + " is not empty; --resume goes on there, --force " + anew);
            }
        }
    }
}
