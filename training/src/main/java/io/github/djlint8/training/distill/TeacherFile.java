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
package io.github.djlint8.training.distill;

import ai.djl.translate.TranslateException;
import io.github.djlint8.api.AtomicFile;
import io.github.djlint8.api.Digests;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * What a teacher says about a corpus, computed once and kept on disk.
 *
 * <p>After a magic word, the identity of teacher and corpus, the floats of a word, and the number
 * of sentences, the file has for each sentence its words and their floats, little-endian. Sentences
 * are read one by one when they are needed, so that hidden states need not fit in memory. Owns the
 * open file, which {@link #close()} closes and which may be called twice. Safe for use by many
 * threads, but not while another one closes it.
 */
public final class TeacherFile implements AutoCloseable {

    private static final byte[] MAGIC = "djlint8t".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGEST_BYTES = 64;
    private static final int HEADER_BYTES = MAGIC.length + DIGEST_BYTES + 3 * Integer.BYTES;
    private static final int SENTENCES_PER_RUN = 256;

    private final FileChannel channel;
    private final Path file;
    private final String digest;
    private final int labels;
    private final int hidden;
    private final long[] offsets;

    private TeacherFile(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        ByteBuffer header = read(0, HEADER_BYTES);
        byte[] magic = new byte[MAGIC.length];
        byte[] identity = new byte[DIGEST_BYTES];
        header.get(magic).get(identity);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new IOException(file + " does not hold the outputs of a teacher");
        }
        digest = new String(identity, StandardCharsets.US_ASCII);
        labels = header.getInt();
        hidden = header.getInt();
        int sentences = header.getInt();
        long size = channel.size();
        if (labels < 1 || hidden < 0 || sentences < 0 || sentences > size / Integer.BYTES) {
            throw damaged();
        }
        offsets = new long[sentences + 1];
        offsets[0] = HEADER_BYTES;
        for (int s = 0; s < sentences; s++) {
            int words = read(offsets[s], Integer.BYTES).getInt();
            if (words < 0) {
                throw damaged();
            }
            offsets[s + 1] = offsets[s] + Integer.BYTES + words * wordBytes();
            if (offsets[s + 1] > size) {
                throw damaged();
            }
        }
        if (offsets[sentences] != size) {
            throw damaged();
        }
    }

    /**
     * Opens a file.
     *
     * @param file the file
     * @return the open file, owned by the caller
     * @throws IOException if it cannot be read or is damaged
     */
    public static TeacherFile open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new TeacherFile(file, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Tells whether a file holds the outputs of this teacher over this corpus.
     *
     * @param file the file, which need not be there
     * @param identity texts that tell teacher and corpus from others
     * @return whether it is such a file and whole
     */
    public static boolean holds(Path file, List<String> identity) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (TeacherFile present = open(file)) {
            return present.digest.equals(Digests.of(identity));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Runs a teacher over a corpus and writes what it says.
     *
     * @param file the file, replaced if it is there
     * @param identity texts that tell teacher and corpus from others
     * @param sentences the number of sentences
     * @param teacher the teacher
     * @param progress is told the number of sentences that are done
     * @throws IOException if the file cannot be written
     * @throws TranslateException if the teacher fails
     * @throws IllegalArgumentException if there are no sentences, or the teacher does not say as
     *     much about each word
     */
    public static void write(
            Path file, List<String> identity, int sentences, Teacher teacher, IntConsumer progress)
            throws IOException, TranslateException {
        if (sentences == 0) {
            throw new IllegalArgumentException("A teacher needs sentences to say something about");
        }
        try (AtomicFile target = AtomicFile.create(file)) {
            Writing writing = new Writing(target.channel(), Digests.of(identity), sentences);
            for (int begin = 0; begin < sentences; begin += SENTENCES_PER_RUN) {
                int end = Math.min(begin + SENTENCES_PER_RUN, sentences);
                for (WordOutputs outputs : teacher.run(begin, end)) {
                    writing.add(outputs);
                }
                progress.accept(end);
            }
            writing.finish();
            target.commit();
        }
    }

    /**
     * Returns the identity of teacher and corpus.
     *
     * @return its digest
     */
    public String digest() {
        return digest;
    }

    /**
     * Returns the number of the teacher's labels.
     *
     * @return the logits of a word
     */
    public int labels() {
        return labels;
    }

    /**
     * Returns how much there is of hidden states.
     *
     * @return the floats of all chosen layers for a word
     */
    public int hidden() {
        return hidden;
    }

    /**
     * Returns the number of sentences.
     *
     * @return the number
     */
    public int sentences() {
        return offsets.length - 1;
    }

    /**
     * Reads what the teacher says about a sentence.
     *
     * @param sentence the number of the sentence
     * @return its outputs
     * @throws IOException if the file cannot be read
     */
    public WordOutputs read(int sentence) throws IOException {
        long begin = offsets[sentence] + Integer.BYTES;
        ByteBuffer bytes = read(begin, Math.toIntExact(offsets[sentence + 1] - begin));
        int words = Math.toIntExact(bytes.remaining() / wordBytes());
        float[] logits = new float[words * labels];
        float[] states = new float[words * hidden];
        bytes.asFloatBuffer().get(logits).get(states);
        return new WordOutputs(words, logits, states);
    }

    /** Closes the file. */
    @Override
    public void close() throws IOException {
        channel.close();
    }

    private long wordBytes() {
        return ((long) labels + hidden) * Float.BYTES;
    }

    private ByteBuffer read(long offset, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                throw new EOFException(file + " ends too early");
            }
        }
        return bytes.flip();
    }

    private IOException damaged() {
        return new IOException(file + ", the outputs of a teacher, is damaged; delete it");
    }

    /** Writes sentences behind a header, which is written when the first one is known. */
    private static final class Writing {

        private final FileChannel channel;
        private final String digest;
        private final int sentences;
        private int labels = -1;
        private int hidden;
        private int done;

        Writing(FileChannel channel, String digest, int sentences) throws IOException {
            this.channel = channel;
            this.digest = digest;
            this.sentences = sentences;
            channel.position(HEADER_BYTES);
        }

        void add(WordOutputs outputs) throws IOException {
            int words = outputs.words();
            if (words > 0 && labels < 0) {
                labels = outputs.logits().length / words;
                hidden = outputs.hidden().length / words;
            }
            if (words > 0
                    && (outputs.logits().length != words * labels
                            || outputs.hidden().length != words * hidden)) {
                throw new IllegalArgumentException(
                        "Sentence "
                                + done
                                + " has "
                                + outputs.logits().length / words
                                + " logits and "
                                + outputs.hidden().length / words
                                + " hidden states for each word, those before had "
                                + labels
                                + " and "
                                + hidden);
            }
            int floats = outputs.logits().length + outputs.hidden().length;
            ByteBuffer bytes =
                    ByteBuffer.allocate(Integer.BYTES + floats * Float.BYTES)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putInt(words);
            bytes.asFloatBuffer().put(outputs.logits()).put(outputs.hidden());
            write(bytes.rewind());
            done++;
        }

        void finish() throws IOException {
            if (done != sentences || labels < 0) {
                throw new IllegalArgumentException(
                        "The teacher said something about "
                                + done
                                + " sentences of "
                                + sentences
                                + (labels < 0 ? ", none of which has words" : ""));
            }
            channel.position(0);
            write(
                    ByteBuffer.allocate(HEADER_BYTES)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .put(MAGIC)
                            .put(digest.getBytes(StandardCharsets.US_ASCII))
                            .putInt(labels)
                            .putInt(hidden)
                            .putInt(sentences)
                            .flip());
        }

        private void write(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }
}
