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

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Standard output that remembers why it could not be written, which a {@code PrintWriter} forgets.
 *
 * <p>Used by one thread.
 */
final class StandardOutput extends FilterOutputStream {

    private static final Path DESCRIPTOR = Path.of("/proc/self/fd/1");

    private final Path descriptor;
    private IOException failure;

    StandardOutput(OutputStream out) {
        this(out, DESCRIPTOR);
    }

    StandardOutput(OutputStream out, Path descriptor) {
        super(out);
        this.descriptor = descriptor;
    }

    /** {@inheritDoc} */
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /**
     * Returns the exit code that a failure calls for.
     *
     * @return {@link ExitCode#CLOSED_PIPE} if the reader has gone, otherwise {@link ExitCode#FILE}
     */
    int exitCode() {
        return failure != null && isClosedPipe() ? ExitCode.CLOSED_PIPE : ExitCode.FILE;
    }

    /** Asks the system too, since it may word its errors in any language. */
    private boolean isClosedPipe() {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("pipe")) {
            return true;
        }
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("pipe:");
        } catch (IOException e) {
            // there are systems without this file
            return false;
        }
    }
}
