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

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.MalformedModelException;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.github.djlint8.onnx.proto.GraphProto;
import io.github.djlint8.onnx.proto.ModelProto;
import io.github.djlint8.onnx.proto.StringStringEntryProto;
import io.github.djlint8.onnx.proto.TensorProto;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.testng.SkipException;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** Written files are whole, or not there. */
public class ModelWriterTest {

    private static final ModelWriter EXTERNAL =
            ModelWriter.builder().optExternalData(true).optExternalThreshold(0).build();

    private Path folder;

    @BeforeMethod
    public void prepare() throws Exception {
        folder = Models.folder("writer");
    }

    @AfterMethod
    public void clean() throws Exception {
        Models.delete(folder);
    }

    @Test
    public void unknownFieldsSurvive() throws Exception {
        ModelProto.Builder proto = Models.linear(17, 8).proto().toBuilder();
        UnknownFieldSet unknown =
                UnknownFieldSet.newBuilder()
                        .addField(
                                1000,
                                UnknownFieldSet.Field.newBuilder()
                                        .addVarint(7)
                                        .addFixed32(8)
                                        .addFixed64(9)
                                        .addLengthDelimited(ByteString.copyFromUtf8("text"))
                                        .addGroup(UnknownFieldSet.getDefaultInstance())
                                        .build())
                        .build();
        proto.setUnknownFields(unknown);
        GraphProto.Builder graph = proto.getGraphBuilder().setUnknownFields(unknown);
        graph.getNodeBuilder(0).setUnknownFields(unknown);
        graph.getInitializerBuilder(0).setUnknownFields(unknown);
        graph.getInputBuilder(0).setUnknownFields(unknown);
        Path file = folder.resolve("in.onnx");
        Files.write(file, proto.build().toByteArray());
        OnnxModel model = OnnxModel.open(file);
        Path out = folder.resolve("out.onnx");
        ModelWriter.write(model.withGraph(model.graph()), out);
        assertEquals(Files.mismatch(file, out), -1L);
        EXTERNAL.save(model, out);
        ModelProto read = OnnxModel.open(out).proto();
        assertEquals(read.getUnknownFields(), unknown);
        assertEquals(read.getGraph().getUnknownFields(), unknown);
        assertEquals(read.getGraph().getInitializer(0).getUnknownFields(), unknown);
    }

    @Test
    public void externalDataIsAlignedAndNamed() throws Exception {
        OnnxModel model =
                new ModelBuilder("g")
                        .addInitializer(Tensor.ofFloats("a", new float[] {1, 2}, 2))
                        .addInitializer(Tensor.ofFloats("b", new float[] {3}))
                        .addOutput("a", ElementType.FLOAT, 2)
                        .build();
        Path file = folder.resolve("m.onnx");
        EXTERNAL.save(model, file);
        assertEquals(Models.files(folder), List.of("m.onnx", "m.onnx.data"));
        assertEquals(Files.size(folder.resolve("m.onnx.data")), 4096 + 4);
        TensorProto b = OnnxModel.open(file).proto().getGraph().getInitializer(1);
        assertEquals(
                b.getExternalDataList().stream().map(StringStringEntryProto::getValue).toList(),
                List.of("m.onnx.data", "4096", "4"));
        assertFalse(b.hasRawData());
        Graph graph = OnnxModel.open(file).graph();
        assertEquals(graph.initializer("a").orElseThrow().toFloats(), new float[] {1, 2});
        assertEquals(graph.initializer("b").orElseThrow().toFloats(), new float[] {3});
    }

    @Test
    public void thresholdKeepsSmallTensorsInside() throws Exception {
        OnnxModel model =
                new ModelBuilder("g")
                        .addInitializer(Tensor.ofFloats("small", new float[255], 255))
                        .addInitializer(Tensor.ofFloats("large", new float[256], 256))
                        .build();
        Path file = folder.resolve("m.onnx");
        ModelWriter.builder().optExternalData(true).build().save(model, file);
        GraphProto graph = OnnxModel.open(file).proto().getGraph();
        assertTrue(graph.getInitializer(0).hasRawData());
        assertFalse(graph.getInitializer(1).hasRawData());
        expectThrows(
                IllegalArgumentException.class,
                () -> ModelWriter.builder().optExternalThreshold(-1));
    }

    @Test
    public void modelsThatDoNotFitGetExternalData() throws Exception {
        OnnxModel model =
                new ModelBuilder("g")
                        .addInitializer(Tensor.ofFloats("large", new float[10_000], 10_000))
                        .build();
        Path fits = folder.resolve("fits.onnx");
        ModelWriter.builder().optMaxEmbeddedBytes(50_000).build().save(model, fits);
        Path large = folder.resolve("large.onnx");
        ModelWriter.builder().optMaxEmbeddedBytes(39_000).build().save(model, large);
        assertEquals(Models.files(folder), List.of("fits.onnx", "large.onnx", "large.onnx.data"));
        Graph graph = OnnxModel.open(large).graph();
        assertEquals(graph.initializer("large").orElseThrow().elementCount(), 10_000);
    }

    @Test
    public void constantsThatCannotMoveAreRefusedAndLeaveNothing() throws Exception {
        Node constant =
                Node.builder("Constant", "c")
                        .addOutputs("c")
                        .addTensor("value", Tensor.ofFloats("", new float[10_000], 10_000))
                        .build();
        OnnxModel model = new ModelBuilder("g").addNode(constant).build();
        ModelWriter writer = ModelWriter.builder().optMaxEmbeddedBytes(39_000).build();
        MalformedModelException e =
                expectThrows(
                        MalformedModelException.class,
                        () -> writer.save(model, folder.resolve("m.onnx")));
        assertTrue(e.getMessage().contains("bytes of constants inside its nodes"), e.getMessage());
        assertEquals(Models.files(folder), List.of());
    }

    @Test
    public void takesAlongExternalDataOfConstantsAndSubgraphs() throws Exception {
        Files.write(folder.resolve("data.bin"), new byte[] {0, 0, -128, 63});
        TensorProto outside =
                TensorProto.newBuilder()
                        .setName("k")
                        .setDataType(1)
                        .addDims(1)
                        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                        .addExternalData(
                                StringStringEntryProto.newBuilder()
                                        .setKey("location")
                                        .setValue("data.bin"))
                        .build();
        Path file = folder.resolve("m.onnx");
        Files.write(file, conditional(outside).toByteArray());
        Path other = Files.createDirectory(folder.resolve("other"));
        ModelWriter.write(OnnxModel.open(file), other.resolve("m.onnx"));
        assertEquals(Models.files(other), List.of("m.onnx"));
        assertEquals(answer(other.resolve("m.onnx"), true), 3f);
        assertEquals(answer(other.resolve("m.onnx"), false), 4f);
        Graph graph = OnnxModel.open(file).graph();
        assertEquals(graph.constant("c").orElseThrow().toFloats(), new float[] {1});
    }

    @Test
    public void replacesAFileAndSurvivesReplacingItsOwnSource() throws Exception {
        Path file = folder.resolve("m.onnx");
        EXTERNAL.save(Models.linear(17, 8), file);
        OnnxModel model = OnnxModel.open(file);
        EXTERNAL.save(model.withMetadata(Map.of("k", "v")), file);
        assertEquals(OnnxModel.open(file).metadata(), Map.of("k", "v"));
        assertEquals(
                OnnxModel.open(file).graph().initializer("b").orElseThrow().toFloats(),
                new float[] {.5f, 0, -.5f});
        ModelWriter.write(OnnxModel.open(file), file);
        assertEquals(
                OnnxModel.open(file).graph().initializer("b").orElseThrow().toFloats(),
                new float[] {.5f, 0, -.5f});
    }

    @Test
    public void failureKeepsTheOldFile() throws Exception {
        Path file = folder.resolve("m.onnx");
        ModelWriter.write(Models.linear(17, 8), file);
        byte[] before = Files.readAllBytes(file);
        ModelProto.Builder broken = Models.linear(17, 8).proto().toBuilder();
        broken.getGraphBuilder()
                .getInitializerBuilder(0)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue("gone"));
        expectThrows(
                MalformedModelException.class,
                () -> ModelWriter.write(OnnxModel.of(broken.build()), file));
        assertEquals(Files.readAllBytes(file), before);
        assertEquals(Models.files(folder), List.of("m.onnx"));
    }

    @Test
    public void refusesFoldersThatAreNotThere() {
        Path file = folder.resolve("missing").resolve("m.onnx");
        for (ModelWriter writer : List.of(EXTERNAL, ModelWriter.builder().build())) {
            FileNotFoundException e =
                    expectThrows(
                            FileNotFoundException.class,
                            () -> writer.save(Models.linear(17, 8), file));
            assertTrue(e.getMessage().contains("missing does not exist"), e.getMessage());
        }
        assertFalse(Files.exists(file.getParent()));
    }

    @Test
    public void namesTheFileWhenTheDiskIsFull() throws Exception {
        if (!Files.isWritable(Path.of("/dev/full"))) {
            throw new SkipException(
                    "SKIPPED: this system has no /dev/full to stand for a full disk");
        }
        OnnxModel model = Models.linear(17, 8);
        try (var out = Files.newOutputStream(Path.of("/dev/full"))) {
            IOException e =
                    expectThrows(
                            IOException.class,
                            () -> ModelWriter.stream(model.proto(), out, false, Path.of("m.onnx")));
            assertTrue(e.getMessage().startsWith("Cannot write ONNX model m.onnx"), e.getMessage());
            assertTrue(e.getMessage().contains("No space left"), e.getMessage());
        }
    }

    @Test
    public void bufferOfAChangedModelIsTheModel() throws Exception {
        OnnxModel model = Models.linear(17, 8);
        ByteBuffer buffer = ModelWriter.toBuffer(model);
        assertTrue(buffer.isDirect());
        assertEquals(ModelProto.parseFrom(buffer), model.proto());
    }

    private static float answer(Path file, boolean flag) throws Exception {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OnnxTensor x = OnnxTensor.createTensor(environment, new float[] {2});
                OnnxTensor condition = OnnxTensor.createTensor(environment, flag)) {
            return Models.run(file, Map.of("x", x, "flag", condition))
                    .order(ByteOrder.nativeOrder())
                    .getFloat();
        }
    }

    /** y = flag ? x + k : x + k + c, with k in the branches and c in a Constant node. */
    private static ModelProto conditional(TensorProto outside) {
        GraphProto then =
                new ModelBuilder("then")
                                .addNode(node("Add", "a", "t", "x", "k"))
                                .addOutput("t", ElementType.FLOAT, 1)
                                .buildGraph()
                                .toBuilder()
                                .addInitializer(outside)
                                .build();
        TensorProto second = outside.toBuilder().setName("k2").build();
        GraphProto otherwise =
                new ModelBuilder("else")
                                .addNode(node("Sum", "s", "e", "x", "k2", "c"))
                                .addOutput("e", ElementType.FLOAT, 1)
                                .buildGraph()
                                .toBuilder()
                                .addInitializer(second)
                                .build();
        ModelProto.Builder model =
                new ModelBuilder("conditional")
                                .addInput("x", ElementType.FLOAT, 1)
                                .addInput("flag", ElementType.BOOL)
                                .addNode(
                                        Node.builder("Constant", "c")
                                                .addOutputs("c")
                                                .addTensor(
                                                        "value",
                                                        Tensor.ofFloats("", new float[1], 1))
                                                .build())
                                .addNode(
                                        Node.builder("If", "if")
                                                .addInputs("flag")
                                                .addGraph("then_branch", then)
                                                .addGraph("else_branch", otherwise)
                                                .addOutputs("y")
                                                .build())
                                .addOutput("y", ElementType.FLOAT, 1)
                                .build()
                                .proto()
                                .toBuilder();
        model.getGraphBuilder().getNodeBuilder(0).getAttributeBuilder(0).setT(outside);
        return model.build();
    }

    private static Node node(String op, String name, String output, String... inputs) {
        return Node.builder(op, name).addInputs(inputs).addOutputs(output).build();
    }
}
