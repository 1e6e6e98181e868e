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
package io.github.djlint8.onnx.checkpoint;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Tensor;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class SafetensorsReaderTest {

    private static final String ONE_FLOAT =
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";

    @Test
    public void readsTensorsAndMetadata() throws MalformedModelException {
        String header =
                "{\"__metadata__\":{\"format\":\"pt\"},"
                        + "\"b\":{\"dtype\":\"I64\",\"shape\":[2],\"data_offsets\":[8,24]},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
                        + "\"h\":{\"dtype\":\"F16\",\"shape\":[],\"data_offsets\":[24,26]},"
                        + "\"e\":{\"dtype\":\"BF16\",\"shape\":[0,7],\"data_offsets\":[26,26]}}";
        ByteBuffer data = ByteBuffer.allocate(26).order(ByteOrder.LITTLE_ENDIAN);
        data.putFloat(1.5f).putFloat(-2f).putLong(7).putLong(-1).putShort((short) 0x3C00);

        Safetensors read = SafetensorsReader.read(file(header, data.array()), "test");

        Assert.assertEquals(read.metadata().get("format"), "pt");
        Assert.assertEquals(read.tensors().keySet().toString(), "[a, b, h, e]");
        Tensor a = read.tensor("a");
        Assert.assertEquals(a.dims(), new long[] {1, 2});
        Assert.assertEquals(a.toFloats(), new float[] {1.5f, -2f});
        Assert.assertEquals(read.tensor("b").toLongs(), new long[] {7, -1});
        // 0x3C00 is 1.0 in half precision.
        Assert.assertEquals(read.tensor("h").toFloats(), new float[] {1f});
        Assert.assertEquals(read.tensor("e").type(), ElementType.BFLOAT16);
        Assert.assertEquals(read.tensor("e").elementCount(), 0);
    }

    @Test
    public void readsFiles() throws IOException, MalformedModelException {
        Path file = Files.createTempFile("test", ".safetensors");
        try {
            Files.write(file, file(ONE_FLOAT, new byte[] {0, 0, (byte) 0x80, 0x3F}).array());
            Assert.assertEquals(
                    SafetensorsReader.read(file).tensor("a").toFloats(), new float[] {1f});
        } finally {
            Files.delete(file);
        }
        Assert.assertThrows(FileNotFoundException.class, () -> SafetensorsReader.read(file));
    }

    @Test
    public void missingTensorIsNamed() throws MalformedModelException {
        Safetensors read = SafetensorsReader.read(file(ONE_FLOAT, new byte[4]), "delta of x");
        MalformedModelException e =
                Assert.expectThrows(MalformedModelException.class, () -> read.tensor("b"));
        Assert.assertEquals(e.getMessage(), "delta of x has no tensor b");
    }

    @DataProvider
    public Object[][] malformed() {
        return new Object[][] {
            {tensor("F32", "[1]", "[0,8]"), 4, "tensor a lies at bytes [0, 8)"},
            {tensor("F32", "[1]", "[4,8]"), 8, "expected to begin at 0"},
            {tensor("F32", "[1]", "[0,4]"), 6, "2 bytes at its end belong to no tensor"},
            {tensor("F32", "[1]", "[4,0]"), 4, "tensor a lies at bytes [4, 0)"},
            {tensor("F32", "[1]", "[-4,0]"), 4, "tensor a lies at bytes [-4, 0)"},
            {tensor("F32", "[2]", "[0,4]"), 4, "needs 8 bytes, found 4"},
            {tensor("F32", "[-1]", "[0,4]"), 4, "negative dimension"},
            {tensor("F32", "[4294967296,4294967296]", "[0,4]"), 4, "too many elements"},
            {tensor("F33", "[1]", "[0,4]"), 4, "unknown dtype F33"},
            {tensor("F32", "[1.5]", "[0,4]"), 4, "not the JSON expected"},
            {tensor("F32", "[1]", "[0]"), 4, "lacks dtype, shape or a pair of data_offsets"},
            {"{\"a\":{\"dtype\":\"F32\"}}", 0, "lacks dtype, shape"},
            {"{\"a\":1}", 0, "not the JSON expected"},
            {"{\"__metadata__\":{\"k\":{}}}", 0, "not the JSON expected"},
            {"[]", 0, "not the JSON expected"},
            {"{\"a\"", 0, "not the JSON expected"},
            {"", 0, "not the JSON expected"},
            {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                        + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}}",
                6,
                "tensor b lies at bytes [2, 6), expected to begin at 4"
            },
            {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}",
                0,
                "names a twice"
            },
        };
    }

    @Test(dataProvider = "malformed")
    public void malformedFilesAreRefused(String header, int bytes, String expected) {
        MalformedModelException e =
                Assert.expectThrows(
                        MalformedModelException.class,
                        () -> SafetensorsReader.read(file(header, new byte[bytes]), "test"));
        Assert.assertTrue(e.getMessage().startsWith("test is not a safetensors file"));
        Assert.assertTrue(e.getMessage().contains(expected), e.getMessage());
    }

    @Test
    public void headerLongerThanTheFileIsRefused() {
        for (long length : new long[] {1, 100_000_001, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            ByteBuffer file = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            file.putLong(0, length);
            MalformedModelException e =
                    Assert.expectThrows(
                            MalformedModelException.class,
                            () -> SafetensorsReader.read(file, "test"));
            Assert.assertTrue(
                    e.getMessage().contains("claims " + length + " bytes"), e.getMessage());
        }
        Assert.assertThrows(
                MalformedModelException.class,
                () -> SafetensorsReader.read(ByteBuffer.allocate(7), "test"));
    }

    @Test
    public void damagedFilesNeverEscapeAsOtherErrors() {
        byte[] whole = file(ONE_FLOAT, new byte[4]).array();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 5000; i++) {
            byte[] damaged = whole.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                Safetensors read = SafetensorsReader.read(ByteBuffer.wrap(damaged), "test");
                Assert.assertTrue(read.tensors().size() <= 1, "seed " + seed);
            } catch (MalformedModelException e) {
                Assert.assertTrue(e.getMessage().startsWith("test"), "seed " + seed);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static String tensor(String dtype, String shape, String offsets) {
        return "{\"a\":{\"dtype\":\""
                + dtype
                + "\",\"shape\":"
                + shape
                + ",\"data_offsets\":"
                + offsets
                + "}}";
    }

    static ByteBuffer file(String header, byte[] data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .put(data)
                .flip();
    }
}
