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
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.MalformedModelException;
import com.google.protobuf.ByteString;
import io.github.djlint8.onnx.inspect.ModelInspector;
import io.github.djlint8.onnx.proto.GraphProto;
import io.github.djlint8.onnx.proto.ModelProto;
import io.github.djlint8.onnx.proto.TensorProto;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What is not a model is told so. */
public class OnnxModelTest {

    private Path folder;

    @BeforeMethod
    public void prepare() throws Exception {
        folder = Models.folder("model");
    }

    @AfterMethod
    public void clean() throws Exception {
        Models.delete(folder);
    }

    @DataProvider
    public Object[][] notModels() {
        byte[] model = Models.linear(17, 8).proto().toByteArray();
        return new Object[][] {
            {"empty", new byte[0]},
            {"text", "This is not a model.\n".getBytes(StandardCharsets.UTF_8)},
            {"html", "<!DOCTYPE html><html></html>".getBytes(StandardCharsets.UTF_8)},
            {"json", "{\"a\": 1}".getBytes(StandardCharsets.UTF_8)},
            {"zeros", new byte[100]},
            {"truncated", Arrays.copyOf(model, model.length - 30)},
            {"halved", Arrays.copyOf(model, model.length / 2)},
            {"noGraph", ModelProto.newBuilder().setIrVersion(8).build().toByteArray()},
            {"onlyGzipMagic", new byte[] {0x1f, (byte) 0x8b}},
            {"nested", nested(200).toByteArray()},
        };
    }

    @Test(dataProvider = "notModels")
    public void refusesFilesThatAreNoModels(String name, byte[] bytes) throws Exception {
        Path file = Files.write(folder.resolve(name + ".onnx"), bytes);
        MalformedModelException e =
                expectThrows(MalformedModelException.class, () -> OnnxModel.open(file));
        assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
        expectThrows(
                MalformedModelException.class,
                () -> OnnxModel.read(new ByteArrayInputStream(bytes)));
    }

    @Test
    public void namesWhatIsMissing() {
        Path missing = folder.resolve("missing.onnx");
        var e = expectThrows(FileNotFoundException.class, () -> OnnxModel.open(missing));
        assertEquals(e.getMessage(), "ONNX model " + missing + " does not exist");
        e = expectThrows(FileNotFoundException.class, () -> OnnxModel.open(folder));
        assertEquals(e.getMessage(), "ONNX model " + folder + " is a folder, expected a file");
    }

    @Test
    public void refusesMoreThanTwoGibibytes() throws Exception {
        Path file = folder.resolve("large.onnx");
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            // Sparse: only the last byte takes room on the disk.
            channel.write(ByteBuffer.allocate(1), 1L << 31);
        }
        var e = expectThrows(MalformedModelException.class, () -> OnnxModel.open(file));
        assertTrue(e.getMessage().contains("must keep its weights in external data"));
    }

    @DataProvider
    public Object[][] brokenTensors() {
        return new Object[][] {
            {tensor(1, new byte[8], -1), "negative dimension: [-1]"},
            {tensor(1, new byte[8], 3), "needs 12 bytes, found 8"},
            {tensor(1, new byte[8], 1L << 32, 1L << 32), "has too many elements: ["},
            {tensor(1, new byte[8], Long.MAX_VALUE), "has too many elements: ["},
            {tensor(1, new byte[8], 0), "needs 0 bytes, found 8"},
            {tensor(77, new byte[8], 2), "unknown element type 77"},
            {tensor(0, new byte[8], 2), "unknown element type 0"},
            {tensor(8, new byte[8], 2), "STRING"},
            {tensor(22, new byte[8], 2), "needs 1 bytes, found 8"},
            {tensor(1, null, 2), "needs 8 bytes, found 0"},
        };
    }

    @Test(dataProvider = "brokenTensors")
    public void refusesBrokenTensorsByName(TensorProto tensor, String text) throws Exception {
        ModelProto.Builder proto = Models.linear(17, 8).proto().toBuilder();
        proto.getGraphBuilder().addInitializer(tensor);
        Path file = Files.write(folder.resolve("m.onnx"), proto.build().toByteArray());
        Graph graph = OnnxModel.open(file).graph();
        var e = expectThrows(MalformedModelException.class, () -> graph.initializer("broken"));
        assertTrue(e.getMessage().contains(text), e.getMessage());
        assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
        assertTrue(e.getMessage().contains("ensor broken"), e.getMessage());
    }

    @Test
    public void readsStreamsPlainAndCompressed() throws Exception {
        byte[] model = Models.linear(17, 8).proto().toByteArray();
        for (byte[] bytes : new byte[][] {model, gzip(model)}) {
            OnnxModel read = OnnxModel.read(new ByteArrayInputStream(bytes));
            assertEquals(read.proto(), Models.linear(17, 8).proto());
            assertTrue(read.source().isEmpty());
            assertTrue(read.graph().initializer("b").orElseThrow().data().isDirect());
        }
    }

    @Test
    public void refusesBrokenAndBoundlessGzip() throws Exception {
        byte[] packed = gzip(Models.linear(17, 8).proto().toByteArray());
        Path file = folder.resolve("m.onnx.gz");
        Files.write(file, Arrays.copyOf(packed, packed.length - 9));
        var e = expectThrows(MalformedModelException.class, () -> OnnxModel.open(file));
        assertTrue(e.getMessage().contains("is not a whole gzip file"), e.getMessage());
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 100; i++) {
                out.write(zeros);
            }
        }
        // 100 MiB of zeros in about 100 kB: above 64 MiB and the hundredfold.
        e = expectThrows(MalformedModelException.class, () -> OnnxModel.open(file));
        assertTrue(e.getMessage().contains("unpacks to more than"), e.getMessage());
    }

    @Test
    public void opsetsRiseAndNeverFall() {
        OnnxModel model = Models.linear(17, 8);
        assertEquals(model.withOpset("", 13).opset(""), 17);
        assertEquals(model.withOpset("", 19).opset(""), 19);
        assertEquals(model.withOpset(Node.MICROSOFT, 1).opset(Node.MICROSOFT), 1);
        assertEquals(model.opset(Node.MICROSOFT), 0);
        ModelProto.Builder named = model.proto().toBuilder();
        named.getOpsetImportBuilder(0).setDomain("ai.onnx");
        assertEquals(OnnxModel.of(named.build()).opset(""), 17);
        assertEquals(
                OnnxModel.of(named.build()).withOpset("", 18).proto().getOpsetImportCount(), 1);
    }

    @Test
    public void metadataIsReplacedByKey() {
        OnnxModel model =
                Models.linear(17, 8)
                        .withMetadata(Map.of("a", "1"))
                        .withMetadata(Map.of("a", "2", "b", "3"));
        assertEquals(model.metadata(), Map.of("a", "2", "b", "3"));
    }

    @Test
    public void metadataIsWrittenInOrderOfKeyWhateverTheMap() {
        // The order of Map.of changes from one virtual machine to the next.
        Map<String, String> entries = new LinkedHashMap<>();
        for (String key : List.of("d", "b", "e", "a", "c")) {
            entries.put(key, key);
        }
        OnnxModel model = Models.linear(17, 8).withMetadata(entries);
        assertEquals(List.copyOf(model.metadata().keySet()), List.of("a", "b", "c", "d", "e"));
    }

    @Test
    public void flippedBytesGiveAModelOrAMalformedModelException() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] model = Models.linear(17, 8).proto().toByteArray();
        Path file = folder.resolve("fuzz.onnx");
        Path out = folder.resolve("out.onnx");
        int opened = 0;
        for (int i = 0; i < 800; i++) {
            byte[] bytes = model.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            Files.write(file, bytes);
            try {
                exercise(OnnxModel.open(file), out);
                opened++;
            } catch (MalformedModelException e) {
                assertTrue(e.getMessage() != null && !e.getMessage().isBlank(), "seed " + seed);
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError("seed " + seed + ", round " + i + ": " + e, e);
            }
        }
        assertTrue(opened > 0 && opened < 800, opened + " of 800 opened, seed " + seed);
    }

    private static void exercise(OnnxModel model, Path out) throws Exception {
        Graph graph = model.graph();
        for (String name : graph.initializerNames()) {
            graph.initializer(name);
        }
        for (Node node : graph.nodes()) {
            for (String read : node.reads()) {
                graph.constant(read);
            }
        }
        ModelInspector.inspect(model);
        ModelWriter.write(model.withGraph(graph), out);
    }

    private static TensorProto tensor(int type, byte[] raw, long... dims) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName("broken").setDataType(type);
        for (long dim : dims) {
            tensor.addDims(dim);
        }
        if (raw != null) {
            tensor.setRawData(ByteString.copyFrom(raw));
        }
        return tensor.build();
    }

    private static ModelProto nested(int depth) {
        GraphProto graph = GraphProto.newBuilder().setName("leaf").build();
        for (int i = 0; i < depth; i++) {
            GraphProto.Builder outer = GraphProto.newBuilder();
            outer.addNode(Node.builder("If", "n").addGraph("then_branch", graph).build().proto());
            graph = outer.build();
        }
        return ModelProto.newBuilder().setIrVersion(8).setGraph(graph).build();
    }

    private static byte[] gzip(byte[] bytes) throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}
