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

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The lines of a file that may be gzipped, in strict UTF-8 and with a limit on their length.
 *
 * <p>Lines end at a line feed, with or without a carriage return before it; a byte order mark is
 * skipped. Not safe for use by many threads. The owner closes it; closing twice is safe.
 */
final class CorpusLines implements AutoCloseable {

    private final Path file;
    private final InputStream in;
    private final byte[] chunk = new byte[1 << 16];
    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final int maxBytes;
    private byte[] bytes = new byte[1 << 10];
    private int chunkPosition;
    private int chunkEnd;
    private long number;

    /**
     * Opens a file.
     *
     * @param file the file
     * @param maxBytes how long a line may be
     * @throws FileNotFoundException if there is no such file, or if it is a folder
     * @throws IOException if the file cannot be opened
     */
    CorpusLines(Path file, int maxBytes) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException(
                    file
                            + (Files.exists(file)
                                    ? " is not a regular file: expected a corpus file"
                                    : " does not exist: expected a corpus file"));
        }
        this.file = file;
        this.maxBytes = maxBytes;
        in = open(file);
    }

    /** Whether a file is gzipped by its name. */
    static boolean isGzipName(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
    }

    private static InputStream open(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        boolean opened = false;
        try {
            raw.mark(2);
            boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
            raw.reset();
            if (!gzip && isGzipName(file)) {
                throw new MalformedCorpusException(file, 0, "ends in .gz but is not gzip data");
            }
            InputStream in = gzip ? new GZIPInputStream(raw, 1 << 16) : raw;
            opened = true;
            return in;
        } catch (EOFException | ZipException e) {
            throw new MalformedCorpusException(file, 0, "damaged gzip header", e);
        } finally {
            if (!opened) {
                raw.close();
            }
        }
    }

    /** The number of the line that {@link #next} returned last, from 1. */
    long number() {
        return number;
    }

    /** The next line, or null at the end. */
    String next() {
        try {
            int length = readBytes();
            return length < 0 ? null : decode(length);
        } catch (EOFException | ZipException e) {
            throw error("damaged or truncated gzip data", e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ":" + (number + 1) + ": cannot be read", e);
        }
    }

    private int readBytes() throws IOException {
        int length = 0;
        boolean any = false;
        while (true) {
            if (chunkPosition == chunkEnd && !fill()) {
                number += any ? 1 : 0;
                return any ? length : -1;
            }
            any = true;
            int stop = chunkPosition;
            while (stop < chunkEnd && chunk[stop] != '\n') {
                stop++;
            }
            length = append(length, stop - chunkPosition);
            chunkPosition = stop;
            if (stop < chunkEnd) {
                chunkPosition++;
                number++;
                return length;
            }
        }
    }

    private boolean fill() throws IOException {
        chunkPosition = 0;
        chunkEnd = Math.max(0, in.read(chunk));
        return chunkEnd > 0;
    }

    private int append(int length, int count) {
        if (count > maxBytes - length) {
            throw error("a line of more than " + maxBytes + " bytes: is this a text file?", null);
        }
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
        }
        System.arraycopy(chunk, chunkPosition, bytes, length, count);
        return length + count;
    }

    private String decode(int length) {
        int end = length > 0 && bytes[length - 1] == '\r' ? length - 1 : length;
        ByteBuffer input = ByteBuffer.wrap(bytes, 0, end);
        CharBuffer output = CharBuffer.allocate(end);
        CoderResult result = decoder.reset().decode(input, output, true);
        if (result.isError()) {
            String found = String.format("0x%02X", bytes[input.position()]);
            throw malformed(
                    "byte "
                            + (input.position() + 1)
                            + " of the line ("
                            + found
                            + ") is not UTF-8: convert the file to UTF-8");
        }
        String line = output.flip().toString();
        if (line.indexOf('\0') >= 0) {
            throw malformed("a NUL character: expected UTF-8 text, is this UTF-16 or binary?");
        }
        return number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
    }

    private MalformedCorpusException malformed(String message) {
        return new MalformedCorpusException(file, number, message);
    }

    private MalformedCorpusException error(String message, Throwable cause) {
        return new MalformedCorpusException(file, number + 1, message, cause);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be closed", e);
        }
    }
}
