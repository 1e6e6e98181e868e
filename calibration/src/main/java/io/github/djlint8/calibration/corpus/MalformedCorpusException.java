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
package io.github.djlint8.calibration.corpus;

import java.nio.file.Path;

/**
 * A corpus file does not hold what its format asks for.
 *
 * <p>The message begins with the file and, where one is to blame, the line.
 */
public class MalformedCorpusException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final long line;

    /**
     * Creates an exception about a line of a file.
     *
     * @param file the file
     * @param line the number of the line, from 1; 0 for the file as a whole
     * @param message what was found and what was expected
     */
    public MalformedCorpusException(Path file, long line, String message) {
        this(file, line, message, null);
    }

    /**
     * Creates an exception about a line of a file, with the failure behind it.
     *
     * @param file the file
     * @param line the number of the line, from 1; 0 for the file as a whole
     * @param message what was found and what was expected
     * @param cause the failure behind it; may be null
     */
    public MalformedCorpusException(Path file, long line, String message, Throwable cause) {
        super(file + (line > 0 ? ":" + line : "") + ": " + message, cause);
        this.file = file.toString();
        this.line = line;
    }

    /** Adds to the message of another one. */
    MalformedCorpusException(MalformedCorpusException cause, String addition) {
        super(cause.getMessage() + addition, cause);
        this.file = cause.file;
        this.line = cause.line;
    }

    /**
     * Returns the file.
     *
     * @return the path as it was given
     */
    public String file() {
        return file;
    }

    /**
     * Returns the number of the line.
     *
     * @return the number, from 1; 0 for the file as a whole
     */
    public long line() {
        return line;
    }
}
