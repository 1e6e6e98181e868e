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
package io.github.djlint8.calibration;

import io.github.djlint8.api.AtomicFile;
import io.github.djlint8.api.Digests;
import io.github.djlint8.calibration.observer.TensorObserver;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The file that a stopped run goes on from.
 *
 * <p>It says which model, data and configuration it belongs to, and ends in the SHA-256 of its
 * content. It is written beside and renamed, so that a run that dies while writing leaves the one
 * before. Not safe for use by many threads.
 *
 * @param file where it is kept
 * @param identity what it belongs to: a hash or text for each of {@code model}, {@code data} and
 *     {@code configuration}
 * @param tensors the tensors that may be in it
 */
record Checkpoint(Path file, Map<String, String> identity, List<String> tensors) {

    private static final String MAGIC = "djl-int8 checkpoint 1";
    private static final int DIGEST_BYTES = 32;
    private static final int BLOCK_BYTES = 1 << 16;

    static final List<String> IDENTITY_KEYS = List.of("model", "data", "configuration");

    void write(CalibrationState state) throws IOException {
        try (AtomicFile target = AtomicFile.create(file);
                OutputStream raw = new BufferedOutputStream(target.stream(), BLOCK_BYTES)) {
            DigestOutputStream digested = new DigestOutputStream(raw, Digests.sha256());
            Deflater deflater = new Deflater(Deflater.BEST_SPEED);
            try {
                DeflaterOutputStream packed =
                        new DeflaterOutputStream(digested, deflater, BLOCK_BYTES);
                DataOutputStream out =
                        new DataOutputStream(new BufferedOutputStream(packed, BLOCK_BYTES));
                writeContent(out, state);
                out.flush();
                packed.finish();
            } finally {
                deflater.end();
            }
            raw.write(digested.getMessageDigest().digest());
            raw.flush();
            target.commit();
        }
    }

    /**
     * Reads the state of a run.
     *
     * @param samples the number of samples of the run
     * @param smoothing the smoothing of the run
     * @return the state; empty if there is no file
     * @throws IOException if the file is damaged
     * @throws IllegalArgumentException if it belongs to another model, data or configuration
     */
    Optional<CalibrationState> read(int samples, double smoothing) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        verifyDigest();
        try (DataInputStream in = new DataInputStream(unpacked())) {
            requireIdentity(in);
            int group = in.readInt();
            byte[] done = new byte[in.readInt()];
            in.readFully(done);
            CalibrationState state =
                    new CalibrationState(samples, smoothing, group, BitSet.valueOf(done));
            for (int i = in.readInt(); i > 0; i--) {
                TensorObserver observer = TensorObserver.read(in);
                if (!tensors.contains(observer.tensor())) {
                    throw damaged("it holds the unknown tensor " + observer.tensor());
                }
                state.restore(observer);
            }
            return Optional.of(state);
        }
    }

    private void writeContent(DataOutputStream out, CalibrationState state) throws IOException {
        out.writeUTF(MAGIC);
        for (String key : IDENTITY_KEYS) {
            out.writeUTF(identity.get(key));
        }
        out.writeInt(state.group());
        byte[] done = state.done().toByteArray();
        out.writeInt(done.length);
        out.write(done);
        List<TensorObserver> observers = state.observers();
        out.writeInt(observers.size());
        for (TensorObserver observer : observers) {
            observer.write(out);
        }
    }

    /** Reads the whole file once before any of it is believed. */
    private void verifyDigest() throws IOException {
        MessageDigest digest = Digests.sha256();
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            byte[] block = new byte[BLOCK_BYTES];
            long left = Files.size(file) - DIGEST_BYTES;
            while (left > 0) {
                int length = (int) Math.min(left, block.length);
                in.readFully(block, 0, length);
                digest.update(block, 0, length);
                left -= length;
            }
            if (!Arrays.equals(digest.digest(), in.readAllBytes())) {
                throw damaged("its digest does not fit");
            }
        }
    }

    private void requireIdentity(DataInputStream in) throws IOException {
        String magic = in.readUTF();
        if (!magic.equals(MAGIC)) {
            throw damaged("it begins with " + magic + ", expected " + MAGIC);
        }
        for (String key : IDENTITY_KEYS) {
            String found = in.readUTF();
            String expected = identity.get(key);
            if (!found.equals(expected)) {
                throw new IllegalArgumentException(
                        "Checkpoint "
                                + file
                                + " was made with another "
                                + key
                                + ": found "
                                + found
                                + ", expected "
                                + expected
                                + ". Delete it to start from the beginning");
            }
        }
    }

    private InputStream unpacked() throws IOException {
        return new BufferedInputStream(new InflaterInputStream(Files.newInputStream(file)));
    }

    private IOException damaged(String why) {
        return new IOException(
                "Checkpoint "
                        + file
                        + " is damaged: "
                        + why
                        + ". Delete it to start from the beginning");
    }
}
