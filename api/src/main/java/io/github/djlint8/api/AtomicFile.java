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

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that appears under its name only when it is complete.
 *
 * <p>The bytes go to a temporary file in the same folder, which {@link #commit()} renames and
 * {@link #close()} without a commit deletes. An older file of the name stays whole until the
 * rename. No folder is created. Not safe for use by many threads; many threads or processes may
 * each write the same target, the last commit wins.
 *
 * <pre>{@code
 * try (AtomicFile file = AtomicFile.create(target)) {
 *     file.stream().write(bytes);
 *     file.commit();
 * }
 * }</pre>
 */
public final class AtomicFile implements Closeable {

    private final Path target;
    private final Path temporary;
    private final FileChannel channel;
    private boolean finished;

    private AtomicFile(Path target, Path temporary, FileChannel channel) {
        this.target = target;
        this.temporary = temporary;
        this.channel = channel;
    }

    /**
     * Opens the temporary file.
     *
     * @param target the file to appear at the end
     * @return the open file
     * @throws FileNotFoundException if the folder of the target does not exist
     * @throws IOException if the target is a folder or nothing can be written beside it
     */
    public static AtomicFile create(Path target) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path folder = absolute.getParent();
        if (folder == null || Files.isDirectory(absolute)) {
            throw new FileAlreadyExistsException(target + " is a folder, expected a file");
        }
        if (!Files.isDirectory(folder)) {
            throw new FileNotFoundException(
                    "Cannot write " + target + ": the folder " + folder + " does not exist");
        }
        long random = ThreadLocalRandom.current().nextLong();
        Path temporary =
                folder.resolve(
                        "." + absolute.getFileName() + "." + Long.toHexString(random) + ".tmp");
        try {
            FileChannel channel =
                    FileChannel.open(
                            temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return new AtomicFile(absolute, temporary, channel);
        } catch (IOException e) {
            throw new IOException("Cannot write into the folder " + folder + ": " + e, e);
        }
    }

    /**
     * Writes a whole file of text.
     *
     * @param target the file, replaced if it exists
     * @param text its content, written in UTF-8
     * @throws FileNotFoundException if the folder of the target does not exist
     * @throws IOException if the file cannot be written; nothing is left then
     */
    public static void writeString(Path target, String text) throws IOException {
        try (AtomicFile file = create(target)) {
            file.stream().write(text.getBytes(StandardCharsets.UTF_8));
            file.commit();
        }
    }

    /**
     * Returns the channel to write to.
     *
     * @return the channel, owned by this object
     */
    public FileChannel channel() {
        return channel;
    }

    /**
     * Returns an unbuffered stream onto the channel.
     *
     * @return the stream; closing it closes the channel
     */
    public OutputStream stream() {
        return Channels.newOutputStream(channel);
    }

    /**
     * Gives the file its name; afterwards nothing more can be written.
     *
     * @throws IOException if the file cannot be renamed
     */
    public void commit() throws IOException {
        if (finished) {
            throw new IllegalStateException(target + " is already written or given up");
        }
        channel.close();
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        finished = true;
    }

    /** Deletes the temporary file if there was no commit; a second call does nothing. */
    @Override
    public void close() throws IOException {
        if (!finished) {
            finished = true;
            channel.close();
            Files.deleteIfExists(temporary);
        }
    }
}
