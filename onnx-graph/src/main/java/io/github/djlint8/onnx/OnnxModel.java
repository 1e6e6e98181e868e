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
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.github.djlint8.onnx.proto.ModelProto;
import io.github.djlint8.onnx.proto.OperatorSetIdProto;
import io.github.djlint8.onnx.proto.StringStringEntryProto;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An ONNX model: graph, operator sets and metadata.
 *
 * <p>A model read from a file maps it; its weights alias the mapping, so that a model needs little
 * heap. The file must not be changed while the model is in use. Immutable and safe for use by many
 * threads; {@link #graph()} hands out a fresh editable graph each time.
 */
public final class OnnxModel {

    private static final int MAX_NESTING = 100;

    private final ModelProto proto;
    private final Path source;
    private final ExternalData externalData;

    private OnnxModel(ModelProto proto, Path source, ExternalData externalData) {
        this.proto = proto;
        this.source = source;
        this.externalData = externalData;
    }

    /**
     * Opens a model file by mapping it.
     *
     * @param file the file
     * @return the model
     * @throws FileNotFoundException if there is no such file
     * @throws MalformedModelException if the file is not an ONNX model
     * @throws IOException if the file cannot be read
     */
    public static OnnxModel open(Path file) throws IOException, MalformedModelException {
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException("ONNX model " + file + " does not exist");
        }
        ByteBuffer bytes;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new MalformedModelException(
                        "ONNX model "
                                + file
                                + " has "
                                + channel.size()
                                + " bytes; a model above 2 GiB must keep its weights in external"
                                + " data");
            }
            bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
        Path folder = file.toAbsolutePath().getParent();
        return parse(bytes, file, new ExternalData(folder));
    }

    /**
     * Reads a model from a stream; its weights then live on the heap.
     *
     * @param in the stream, left open
     * @return the model
     * @throws MalformedModelException if the bytes are not an ONNX model
     * @throws IOException if the stream cannot be read
     */
    public static OnnxModel read(InputStream in) throws IOException, MalformedModelException {
        return parse(ByteBuffer.wrap(in.readAllBytes()), null, new ExternalData(null));
    }

    /**
     * Returns the model with another graph.
     *
     * @param graph the graph, made by {@link #graph()} of this model
     * @return a new model
     * @throws MalformedModelException if the graph has a cycle
     */
    public OnnxModel withGraph(Graph graph) throws MalformedModelException {
        return new OnnxModel(
                proto.toBuilder().setGraph(graph.toProto()).build(), source, externalData);
    }

    /**
     * Returns the model with an operator set of at least a version.
     *
     * @param domain the domain of the operators; empty for the standard one
     * @param version the version needed; a higher one present is kept
     * @return a new model
     */
    public OnnxModel withOpset(String domain, long version) {
        ModelProto.Builder builder = proto.toBuilder();
        for (OperatorSetIdProto.Builder opset : builder.getOpsetImportBuilderList()) {
            if (canonical(opset.getDomain()).equals(domain)) {
                opset.setVersion(Math.max(opset.getVersion(), version));
                return new OnnxModel(builder.build(), source, externalData);
            }
        }
        builder.addOpsetImport(
                OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version));
        return new OnnxModel(builder.build(), source, externalData);
    }

    /**
     * Returns the model with metadata added; a key that is present is replaced.
     *
     * @param entries the entries
     * @return a new model
     */
    public OnnxModel withMetadata(Map<String, String> entries) {
        Map<String, String> merged = new LinkedHashMap<>(metadata());
        merged.putAll(entries);
        ModelProto.Builder builder = proto.toBuilder().clearMetadataProps();
        merged.forEach(
                (key, value) ->
                        builder.addMetadataProps(
                                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return new OnnxModel(builder.build(), source, externalData);
    }

    /**
     * Returns a fresh editable copy of the graph.
     *
     * @return the graph
     * @throws MalformedModelException if the graph contradicts itself
     */
    public Graph graph() throws MalformedModelException {
        return new Graph(proto.getGraph(), externalData);
    }

    /**
     * Returns the version of an operator set.
     *
     * @param domain the domain; empty for the standard one
     * @return the version, 0 if the model does not import the domain
     */
    public long opset(String domain) {
        return proto.getOpsetImportList().stream()
                .filter(o -> canonical(o.getDomain()).equals(domain))
                .mapToLong(OperatorSetIdProto::getVersion)
                .findFirst()
                .orElse(0);
    }

    /**
     * Returns the metadata of the model.
     *
     * @return the entries, in the order of the file
     */
    public Map<String, String> metadata() {
        Map<String, String> entries = new LinkedHashMap<>();
        proto.getMetadataPropsList().forEach(e -> entries.put(e.getKey(), e.getValue()));
        return entries;
    }

    /**
     * Returns the file that the model was opened from.
     *
     * @return the file, if there is one
     */
    public Optional<Path> source() {
        return Optional.ofNullable(source);
    }

    /**
     * Returns the protobuf message.
     *
     * @return the message
     */
    public ModelProto proto() {
        return proto;
    }

    ExternalData externalData() {
        return externalData;
    }

    private static OnnxModel parse(ByteBuffer bytes, Path source, ExternalData externalData)
            throws MalformedModelException {
        String name = source == null ? "ONNX model" : "ONNX model " + source;
        try {
            // Reading through an immutable ByteString is what lets weights alias the mapping.
            CodedInputStream in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
            in.enableAliasing(true);
            in.setSizeLimit(Integer.MAX_VALUE);
            in.setRecursionLimit(MAX_NESTING);
            ModelProto proto = ModelProto.parseFrom(in);
            if (!proto.hasGraph() || !proto.hasIrVersion()) {
                throw new MalformedModelException(
                        name + " has no graph or no IR version: it is not an ONNX model");
            }
            return new OnnxModel(proto, source, externalData);
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedModelException(name + " is not an ONNX model: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new MalformedModelException(name + " cannot be parsed", e);
        }
    }

    private static String canonical(String domain) {
        return "ai.onnx".equals(domain) ? "" : domain;
    }
}
