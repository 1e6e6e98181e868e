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
import io.github.djlint8.onnx.proto.TensorProto;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An ONNX model: graph, operator sets and metadata.
 *
 * <p>A model read from a file maps it; its weights alias the mapping, so that a model needs little
 * heap. The file must not be changed while the model is in use. Immutable and safe for use by many
 * threads; {@link #graph()} hands out a fresh editable graph each time.
 */
public final class OnnxModel {

    private static final int MAX_NESTING = 100;

    /** Before, every initializer had to be listed as an input too, and was a constant. */
    private static final int FIRST_IR_WITH_DEFAULTS = 4;

    private final ModelProto proto;
    private final Path source;
    private final ExternalData externalData;
    private final ByteBuffer mapping;

    private OnnxModel(
            ModelProto proto, Path source, ExternalData externalData, ByteBuffer mapping) {
        this.proto = proto;
        this.source = source;
        this.externalData = externalData;
        this.mapping = mapping;
    }

    /**
     * Opens a model file by mapping it; one compressed with gzip is unpacked first.
     *
     * @param file the file
     * @return the model
     * @throws FileNotFoundException if there is no such file
     * @throws MalformedModelException if the file is not an ONNX model
     * @throws IOException if the file cannot be read
     */
    public static OnnxModel open(Path file) throws IOException, MalformedModelException {
        Path folder = file.toAbsolutePath().getParent();
        return parse(ModelFile.map(file), file, new ExternalData("ONNX model " + file, folder));
    }

    /**
     * Reads a model from a stream by mapping a temporary copy, which is deleted at once.
     *
     * @param in the stream, left open
     * @return the model
     * @throws MalformedModelException if the bytes are not an ONNX model
     * @throws IOException if the stream cannot be read
     */
    public static OnnxModel read(InputStream in) throws IOException, MalformedModelException {
        return parse(ModelFile.map(in), null, new ExternalData("ONNX model", null));
    }

    /**
     * Returns the model that a protobuf message holds.
     *
     * @param proto the message
     * @return the model
     */
    public static OnnxModel of(ModelProto proto) {
        return new OnnxModel(proto, null, new ExternalData("ONNX model", null), null);
    }

    /**
     * Returns the model with another graph.
     *
     * @param graph the graph, made by {@link #graph()} of this model
     * @return a new model
     * @throws MalformedModelException if the graph has a cycle
     */
    public OnnxModel withGraph(Graph graph) throws MalformedModelException {
        return with(proto.toBuilder().setGraph(graph.toProto()));
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
                return with(builder);
            }
        }
        builder.addOpsetImport(
                OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version));
        return with(builder);
    }

    /**
     * Returns the model with metadata added, in order of key; a key that is present is replaced.
     *
     * @param entries the entries
     * @return a new model
     */
    public OnnxModel withMetadata(Map<String, String> entries) {
        Map<String, String> merged = new LinkedHashMap<>(metadata());
        // Sorted, since the order of the caller's map may change from run to run.
        merged.putAll(new TreeMap<>(entries));
        ModelProto.Builder builder = proto.toBuilder().clearMetadataProps();
        merged.forEach(
                (key, value) ->
                        builder.addMetadataProps(
                                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return with(builder);
    }

    /**
     * Returns a fresh editable copy of the graph.
     *
     * @return the graph
     * @throws MalformedModelException if the graph contradicts itself
     */
    public Graph graph() throws MalformedModelException {
        boolean overridable = proto.getIrVersion() >= FIRST_IR_WITH_DEFAULTS;
        return new Graph(proto.getGraph(), externalData, overridable);
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

    /**
     * Returns the files beside the model that its tensors have data in.
     *
     * @return the files in order of name, mostly none
     * @throws MalformedModelException if a file is missing or outside of the model's folder
     */
    public SortedSet<Path> externalFiles() throws MalformedModelException {
        SortedSet<Path> files = new TreeSet<>();
        TensorRewriter.Rule collect =
                tensor -> {
                    if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
                        files.add(externalData.file(tensor));
                    }
                    return tensor;
                };
        try {
            new TensorRewriter(collect, collect).rewrite(proto);
        } catch (IOException e) {
            throw new MalformedModelException("Cannot read external data", e);
        }
        return files;
    }

    /** Returns the bytes of an unchanged model. */
    Optional<ByteBuffer> mapping() {
        return Optional.ofNullable(mapping).map(ByteBuffer::duplicate);
    }

    private OnnxModel with(ModelProto.Builder changed) {
        return new OnnxModel(changed.build(), source, externalData, null);
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
            return new OnnxModel(proto, source, externalData, bytes);
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
