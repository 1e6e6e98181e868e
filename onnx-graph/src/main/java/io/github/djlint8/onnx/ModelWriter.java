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
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.github.djlint8.api.AtomicFile;
import io.github.djlint8.onnx.proto.ModelProto;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * Writes ONNX models.
 *
 * <p>A file appears under its name only when it is complete; what stood there before stays whole
 * until then. Weights stream from where they are, without a copy on the heap. Data that the source
 * keeps in files beside it is written into the model, or into the new model's own external file.
 * Immutable and safe for use by many threads.
 */
public final class ModelWriter {

    /** What protobuf can hold, less room for the lengths that {@link #sizeOf} does not count. */
    private static final long MAX_EMBEDDED_BYTES = Integer.MAX_VALUE - (16L << 20);

    private static final int STREAM_BUFFER_BYTES = 1 << 20;
    private static final ModelWriter DEFAULT = builder().build();

    private final boolean externalData;
    private final int externalThreshold;
    private final boolean gzip;
    private final long maxEmbeddedBytes;

    private ModelWriter(Builder builder) {
        externalData = builder.externalData;
        externalThreshold = builder.externalThreshold;
        gzip = builder.gzip;
        maxEmbeddedBytes = builder.maxEmbeddedBytes;
    }

    /**
     * Creates a builder of a writer.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Writes a model with the default options.
     *
     * @param model the model
     * @param file the file, replaced if it exists; its folder must exist
     * @throws FileNotFoundException if the folder does not exist
     * @throws MalformedModelException if a tensor's external data cannot be found
     * @throws IOException if the file cannot be written
     */
    public static void write(OnnxModel model, Path file)
            throws IOException, MalformedModelException {
        DEFAULT.save(model, file);
    }

    /**
     * Returns a model as one direct buffer, for a session made from memory.
     *
     * <p>A model that was opened from a file and not changed is its mapping, without a copy.
     *
     * @param model the model
     * @return a buffer at position 0; read-only where it is a mapping
     * @throws MalformedModelException if a tensor's external data cannot be found, or if the model
     *     does not fit into 2 GiB
     * @throws IOException if the model cannot be serialized
     */
    public static ByteBuffer toBuffer(OnnxModel model) throws IOException, MalformedModelException {
        ModelProto proto = embed(model);
        if (proto == model.proto() && model.mapping().isPresent()) {
            return model.mapping().get();
        }
        long size = sizeOf(proto);
        if (size > MAX_EMBEDDED_BYTES) {
            throw new MalformedModelException(
                    "ONNX model of "
                            + size
                            + " bytes does not fit into a buffer: write it to a"
                            + " file with external data");
        }
        ByteBuffer buffer = ByteBuffer.allocateDirect(proto.getSerializedSize());
        CodedOutputStream out = CodedOutputStream.newInstance(buffer);
        proto.writeTo(out);
        out.flush();
        return buffer.flip();
    }

    /**
     * Writes a model with the options of this writer.
     *
     * @param model the model
     * @param file the file, replaced if it exists; its folder must exist
     * @throws FileNotFoundException if the folder does not exist
     * @throws MalformedModelException if a tensor's external data cannot be found
     * @throws IOException if the file cannot be written
     */
    public void save(OnnxModel model, Path file) throws IOException, MalformedModelException {
        ModelProto proto = embed(model);
        if (externalData || sizeOf(proto) > maxEmbeddedBytes) {
            saveWithData(proto, file);
            return;
        }
        try (AtomicFile out = AtomicFile.create(file)) {
            stream(proto, out.stream(), gzip, file);
            out.commit();
        }
    }

    private void saveWithData(ModelProto proto, Path file)
            throws IOException, MalformedModelException {
        Path dataFile = file.resolveSibling(file.getFileName() + ".data");
        try (AtomicFile data = AtomicFile.create(dataFile);
                AtomicFile out = AtomicFile.create(file)) {
            ExternalDataWriter writer =
                    new ExternalDataWriter(
                            data, dataFile.getFileName().toString(), externalThreshold);
            ModelProto rest = new TensorRewriter(writer::move, t -> t).rewrite(proto);
            long size = sizeOf(rest);
            if (size > maxEmbeddedBytes) {
                throw new MalformedModelException(
                        "ONNX model "
                                + file
                                + " still has "
                                + size
                                + " bytes of constants inside its nodes, at most "
                                + maxEmbeddedBytes
                                + " can be written");
            }
            stream(rest, out.stream(), gzip, file);
            // The data comes first, so that a model never names data that is not there.
            if (data.channel().size() > 0) {
                data.commit();
            }
            out.commit();
        }
    }

    static void stream(ModelProto proto, OutputStream target, boolean gzip, Path file)
            throws IOException {
        try (OutputStream out = gzip ? new GZIPOutputStream(target, STREAM_BUFFER_BYTES) : target) {
            CodedOutputStream coded = CodedOutputStream.newInstance(out, STREAM_BUFFER_BYTES);
            proto.writeTo(coded);
            coded.flush();
        } catch (IOException e) {
            throw new IOException("Cannot write ONNX model " + file + ": " + e.getMessage(), e);
        }
    }

    private static ModelProto embed(OnnxModel model) throws IOException, MalformedModelException {
        TensorRewriter.Rule rule = model.externalData()::embed;
        return new TensorRewriter(rule, rule).rewrite(model.proto());
    }

    /** The size of a message, also where it is more than the 2 GiB that protobuf can count. */
    private static long sizeOf(ModelProto proto) throws IOException, MalformedModelException {
        long[] raw = {0};
        TensorRewriter.Rule strip =
                tensor -> {
                    raw[0] += tensor.getRawData().size();
                    return tensor.getRawData().isEmpty()
                            ? tensor
                            : tensor.toBuilder().setRawData(ByteString.EMPTY).build();
                };
        return new TensorRewriter(strip, strip).rewrite(proto).getSerializedSize() + raw[0];
    }

    /** Builds a {@link ModelWriter}. */
    public static final class Builder {

        private boolean externalData;
        private int externalThreshold = 1024;
        private boolean gzip;
        private long maxEmbeddedBytes = MAX_EMBEDDED_BYTES;

        private Builder() {}

        /**
         * Sets whether initializers go to a file {@code <file>.data} beside the model, which is
         * only made if there are some; false by default, which does so only for models that do not
         * fit into 2 GiB.
         *
         * @param on whether they do
         * @return this builder
         */
        public Builder optExternalData(boolean on) {
            externalData = on;
            return this;
        }

        /**
         * Sets the size from which an initializer goes to the external file; 1024 by default.
         *
         * @param bytes the size
         * @return this builder
         * @throws IllegalArgumentException if the size is negative
         */
        public Builder optExternalThreshold(int bytes) {
            if (bytes < 0) {
                throw new IllegalArgumentException(
                        "The threshold of external data must not be negative, found " + bytes);
            }
            externalThreshold = bytes;
            return this;
        }

        /**
         * Sets whether the model file is compressed with gzip, as {@link OnnxModel#open} reads it;
         * false by default. External data is never compressed.
         *
         * @param on whether it is
         * @return this builder
         */
        public Builder optGzip(boolean on) {
            gzip = on;
            return this;
        }

        /** Lets a test reach the limit of 2 GiB with a small model. */
        Builder optMaxEmbeddedBytes(long bytes) {
            maxEmbeddedBytes = bytes;
            return this;
        }

        /**
         * Builds the writer.
         *
         * @return the writer
         */
        public ModelWriter build() {
            return new ModelWriter(this);
        }
    }
}
