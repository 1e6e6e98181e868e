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
import io.github.djlint8.onnx.proto.ModelProto;
import io.github.djlint8.onnx.proto.StringStringEntryProto;
import io.github.djlint8.onnx.proto.TensorProto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Data beside the model is found, and nothing else is. */
public class ExternalDataTest {

    private static final byte[] DATA = {9, 9, 9, 9, 0, 0, -128, 63, 0, 0, 0, 64};

    private Path parent;
    private Path folder;

    @BeforeMethod
    public void prepare() throws Exception {
        parent = Models.folder("external");
        folder = Files.createDirectory(parent.resolve("model"));
        Files.write(folder.resolve("data.bin"), DATA);
        Files.write(parent.resolve("outside.bin"), DATA);
    }

    @AfterMethod
    public void clean() throws Exception {
        Models.delete(parent);
    }

    @Test
    public void readsATensorAtAnOffset() throws Exception {
        Tensor tensor = read(entries("data.bin", "4", "8"), 1, 2);
        assertEquals(tensor.toFloats(), new float[] {1, 2});
        assertTrue(tensor.data().isDirect());
        assertEquals(read(entries("./data.bin", "4", null), 1, 2).toFloats(), new float[] {1, 2});
        assertEquals(read(Map.of("location", "data.bin"), 1, 1).elementCount(), 1);
        // Bytes 9 9 9 9 as int8.
        assertEquals(read(entries("data.bin", "0", "2"), 3, 2).toLongs(), new long[] {9, 9});
    }

    @DataProvider
    public Object[][] refused() {
        String outside = "leaves the model's folder";
        return new Object[][] {
            {entries("../outside.bin", "0", "8"), outside},
            {entries("x/../../outside.bin", "0", "8"), outside},
            {entries("..", "0", "8"), outside},
            {entries(Path.of("target").toAbsolutePath() + "/x", "0", "8"), outside},
            {entries("/etc/hostname", "0", "8"), outside},
            {entries("link.bin", "0", "8"), outside},
            {entries("folderlink/outside.bin", "0", "8"), outside},
            {entries("missing.bin", "0", "8"), "is missing"},
            {entries(".", "0", "8"), "is missing"},
            {entries("\0", "0", "8"), "cannot be read"},
            {entries(" ", "0", "8"), "has no external location"},
            {Map.of("offset", "0"), "has no external location"},
            {entries("data.bin", "8", "8"), "but "},
            {entries("data.bin", "-4", "8"), "reaches from byte -4"},
            {entries("data.bin", "9223372036854775807", "8"), "reaches from byte 92233720368547"},
            {entries("data.bin", "4", "7"), "needs 8 bytes, its entry says 7"},
            {entries("data.bin", "four", "8"), "offset of tensor w is not a number: four"},
            {entries("data.bin", "4", "1e9"), "length of tensor w is not a number"},
        };
    }

    @Test(dataProvider = "refused")
    public void refusesEverythingElse(Map<String, String> entries, String text) throws Exception {
        Files.createSymbolicLink(folder.resolve("link.bin"), Path.of("../outside.bin"));
        Files.createSymbolicLink(folder.resolve("folderlink"), Path.of(".."));
        MalformedModelException e =
                expectThrows(MalformedModelException.class, () -> read(entries, 1, 2));
        assertTrue(e.getMessage().contains(text), e.getMessage());
        assertTrue(e.getMessage().contains("model.onnx"), e.getMessage());
        assertTrue(e.getMessage().contains("ensor w"), e.getMessage());
    }

    @Test
    public void refusesDataOfAModelWithoutAFolder() {
        OnnxModel model = OnnxModel.of(proto(entries("data.bin", "4", "8"), 1, 2));
        MalformedModelException e =
                expectThrows(MalformedModelException.class, () -> model.graph().initializer("w"));
        assertTrue(e.getMessage().contains("not read from a folder"), e.getMessage());
    }

    @Test
    public void refusesDimensionsThatCannotBe() {
        Map<String, String> entries = entries("data.bin", "0", null);
        for (long[] dims : new long[][] {{-1}, {1L << 40, 1L << 40}, {1L << 33}}) {
            MalformedModelException e =
                    expectThrows(MalformedModelException.class, () -> read(entries, 1, dims));
            assertTrue(e.getMessage().contains("model.onnx"), e.getMessage());
        }
        MalformedModelException e =
                expectThrows(MalformedModelException.class, () -> read(entries, 99, 1));
        assertTrue(e.getMessage().contains("unknown element type 99"), e.getMessage());
    }

    private Tensor read(Map<String, String> entries, int type, long... dims) throws Exception {
        Path file = folder.resolve("model.onnx");
        Files.write(file, proto(entries, type, dims).toByteArray());
        return OnnxModel.open(file).graph().initializer("w").orElseThrow();
    }

    private static ModelProto proto(Map<String, String> entries, int type, long... dims) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder()
                        .setName("w")
                        .setDataType(type)
                        .setDataLocation(TensorProto.DataLocation.EXTERNAL);
        for (long dim : dims) {
            tensor.addDims(dim);
        }
        entries.forEach(
                (key, value) ->
                        tensor.addExternalData(
                                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(8);
        model.getGraphBuilder().setName("g").addInitializer(tensor);
        return model.build();
    }

    private static Map<String, String> entries(String location, String offset, String length) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("location", location);
        entries.put("offset", offset);
        if (length != null) {
            entries.put("length", length);
        }
        return entries;
    }
}
