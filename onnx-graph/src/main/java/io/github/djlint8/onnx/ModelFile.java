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
package io.github.djlint8.onnx;

import ai.djl.MalformedModelException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Maps the bytes of a model, unpacking them into a temporary file first where they are compressed.
 *
 * <p>The temporary file is deleted as soon as it is mapped; the mapping keeps its bytes.
 */
final class ModelFile {

    private static final long MAX_BYTES = Integer.MAX_VALUE;

    /** Weights do not shrink a hundredfold; what does is meant to fill the disk. */
    private static final long MAX_RATIO = 100;

    private static final long UNSUSPICIOUS_BYTES = 64L << 20;
    private static final int BLOCK_BYTES = 1 << 16;

    private ModelFile() {}

    static ByteBuffer map(Path file) throws IOException, MalformedModelException {
        return map(file, "ONNX model " + file);
    }

    /** Maps a copy of the stream. */
    static ByteBuffer map(InputStream in) throws IOException, MalformedModelException {
        String name = "ONNX model";
        return spool(in, MAX_BYTES, name, copy -> map(copy, name));
    }

    private interface Mapper {
        ByteBuffer map(Path file) throws IOException, MalformedModelException;
    }

    private static ByteBuffer map(Path file, String name)
            throws IOException, MalformedModelException {
        if (Files.isDirectory(file)) {
            throw new FileNotFoundException(name + " is a folder, expected a file");
        }
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException(name + " does not exist");
        }
        ByteBuffer bytes = mapPlain(file, name);
        if (!isGzip(bytes)) {
            return bytes;
        }
        long limit = Math.min(MAX_BYTES, UNSUSPICIOUS_BYTES + MAX_RATIO * Files.size(file));
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file), BLOCK_BYTES)) {
            return spool(in, limit, name, unpacked -> mapPlain(unpacked, name));
        } catch (ZipException | EOFException e) {
            throw new MalformedModelException(name + " is not a whole gzip file", e);
        }
    }

    private static boolean isGzip(ByteBuffer bytes) {
        return bytes.remaining() > 1 && bytes.get(0) == 0x1f && bytes.get(1) == (byte) 0x8b;
    }

    private static ByteBuffer mapPlain(Path file, String name)
            throws IOException, MalformedModelException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > MAX_BYTES) {
                throw new MalformedModelException(
                        name
                                + " has "
                                + channel.size()
                                + " bytes; a model above 2 GiB must keep its weights in external"
                                + " data");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
    }

    private static ByteBuffer spool(InputStream in, long limit, String name, Mapper mapper)
            throws IOException, MalformedModelException {
        Path temporary = Files.createTempFile("djl-int8-", ".onnx");
        try {
            try (OutputStream out = Files.newOutputStream(temporary)) {
                copy(in, out, limit, name);
            }
            return mapper.map(temporary);
        } finally {
            if (!temporary.toFile().delete()) {
                // Windows refuses while the file is mapped.
                temporary.toFile().deleteOnExit();
            }
        }
    }

    private static void copy(InputStream in, OutputStream out, long limit, String name)
            throws IOException, MalformedModelException {
        byte[] block = new byte[BLOCK_BYTES];
        long total = 0;
        for (int n = in.read(block); n >= 0; n = in.read(block)) {
            total += n;
            if (total > limit) {
                throw new MalformedModelException(
                        name + " unpacks to more than " + limit + " bytes");
            }
            out.write(block, 0, n);
        }
    }
}
