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
import io.github.djlint8.onnx.Tensor;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.testng.Assert;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public class TensorBundleTest {

    private static final int FLOAT = 1;
    private static final int STRING = 7;

    private Path folder;
    private SortedMap<String, byte[]> index;

    @BeforeMethod
    public void makeFolder() throws IOException {
        folder = Files.createTempDirectory("bundle");
        index = new TreeMap<>();
        // BundleHeaderProto {num_shards: 1, version {producer: 1}}
        index.put("", new byte[] {0x08, 0x01, 0x1a, 0x02, 0x08, 0x01});
    }

    @AfterMethod
    public void deleteFolder() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    public void checksumIsMasked() {
        // CRC-32C of the digits is e3069283, the check value of its specification; then rotated
        // right by 15 bits and a282ead8 added.
        ByteBuffer digits = ByteBuffer.wrap("123456789".getBytes(StandardCharsets.US_ASCII));
        Assert.assertEquals(MaskedCrc.of(digits), 0xc78ab0e5);
    }

    @Test
    public void readsVariablesUnderTheNamesOfTheCheckpoint() throws Exception {
        float[] values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        add("module/bert/embeddings/word_embeddings", FLOAT, values, 0, 2, 1);
        add("module/bert/embeddings/LayerNorm/gamma", FLOAT, values, 2, 1);
        add("module/bert/embeddings/LayerNorm/beta", FLOAT, values, 3, 1);
        add("module/bert/encoder/layer_10/output/dense/kernel", FLOAT, values, 4, 2, 3);
        add("module/bert/encoder/layer_10/output/dense/bias", FLOAT, values, 10, 2);
        TensorBundle bundle = write(values);
        Assert.assertEquals(bundle.names().size(), 5);
        TensorFlowNames names = new TensorFlowNames(bundle);
        Tensor kernel = names.tensor("encoder.layer.10.output.dense.weight");
        Assert.assertEquals(kernel.dims(), new long[] {3, 2});
        // [[5, 6, 7], [8, 9, 10]] transposed
        Assert.assertEquals(kernel.toFloats(), new float[] {5, 8, 6, 9, 7, 10});
        Assert.assertEquals(kernel.name(), "encoder.layer.10.output.dense.weight");
        Tensor stored = names.linear("encoder.layer.10.output.dense");
        Assert.assertEquals(stored.dims(), new long[] {2, 3});
        Assert.assertEquals(stored.toFloats(), new float[] {5, 6, 7, 8, 9, 10});
        Assert.assertEquals(
                names.tensor("encoder.layer.10.output.dense.bias").toFloats(),
                new float[] {11, 12});
        Assert.assertEquals(
                names.tensor("embeddings.word_embeddings.weight").dims(), new long[] {2, 1});
        Assert.assertEquals(
                names.tensor("embeddings.LayerNorm.weight").toFloats(), new float[] {3});
        Assert.assertEquals(names.tensor("embeddings.LayerNorm.bias").toFloats(), new float[] {4});
        Assert.assertTrue(names.find("pooler.dense.weight").isEmpty());
    }

    @Test
    public void changedDataIsNoticed() throws Exception {
        float[] values = {1, 2};
        add("a", FLOAT, values, 0, 2);
        values[1] = 3;
        TensorBundle bundle = write(values);
        refused(() -> bundle.find("a"), "checksum");
    }

    @Test
    public void everyChangedByteOfTheIndexIsNoticedOrHarmless() throws Exception {
        float[] values = {1, 2, 3};
        add("a/x", FLOAT, values, 0, 2);
        add("a/y", FLOAT, values, 2, 1);
        add("b", FLOAT, values, 0, 3);
        write(values);
        byte[] good = Files.readAllBytes(folder.resolve("v.index"));
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(folder.resolve("v.index"), bad);
            try {
                float[] read = TensorBundle.open(folder.resolve("v")).tensor("b").toFloats();
                Assert.assertEquals(read, values, "byte " + at + ", seed " + seed);
            } catch (MalformedModelException e) {
                Assert.assertTrue(e.getMessage().contains("v.index"), e.getMessage());
            }
        }
    }

    @Test
    public void cutIndexesAreRefused() throws Exception {
        float[] values = {1};
        add("a", FLOAT, values, 0, 1);
        write(values);
        byte[] good = Files.readAllBytes(folder.resolve("v.index"));
        for (int length = 0; length < good.length; length++) {
            Files.write(folder.resolve("v.index"), java.util.Arrays.copyOf(good, length));
            refused(() -> TensorBundle.open(folder.resolve("v")), "not a sorted table");
        }
    }

    @Test
    public void tensorsOutsideOfTheDataAreRefused() throws Exception {
        add("a", FLOAT, new float[] {1, 2}, 0, 2);
        TensorBundle bundle = write(new float[] {1});
        refused(() -> bundle.find("a"), "do not lie in the 4 bytes");
    }

    @Test
    public void wrongShapesAndTypesAreRefused() throws Exception {
        float[] values = {1, 2};
        add("shape", FLOAT, values, 0, 2);
        byte[] entry = index.get("shape");
        entry[7] = 9;
        add("text", STRING, values, 0, 2);
        TensorBundle bundle = write(values);
        refused(() -> bundle.find("shape"), "needs 36 bytes, found 8");
        refused(() -> bundle.find("text"), "type number 7");
        refused(() -> new TensorFlowNames(bundle), "0 variables that end with");
    }

    @Test
    public void missingFilesAreNamed() throws Exception {
        FileNotFoundException e =
                Assert.expectThrows(
                        FileNotFoundException.class,
                        () -> TensorBundle.open(folder.resolve("none")));
        Assert.assertTrue(e.getMessage().contains("none.index"), e.getMessage());
    }

    private static void refused(Assert.ThrowingRunnable run, String expected) {
        MalformedModelException e = Assert.expectThrows(MalformedModelException.class, run);
        Assert.assertTrue(e.getMessage().contains(expected), e.getMessage());
    }

    /** Adds a tensor of consecutive values from an offset on, counted in elements. */
    private void add(String name, int type, float[] values, int offset, int... dims) {
        int count = 1;
        byte[] shape = new byte[0];
        for (int dim : dims) {
            count *= dim;
            shape = TableFile.concat(shape, new byte[] {0x12, 0x02, 0x08, (byte) dim});
        }
        ByteBuffer bytes = bytes(values).slice(offset * 4, count * 4);
        index.put(
                name,
                TableFile.concat(
                        new byte[] {0x08, (byte) type, 0x12, (byte) shape.length},
                        shape,
                        new byte[] {0x20},
                        TableFile.varint(offset * 4L),
                        new byte[] {0x28},
                        TableFile.varint(count * 4L),
                        new byte[] {0x35},
                        TableFile.littleEndian(MaskedCrc.of(bytes))));
    }

    private TensorBundle write(float[] values) throws Exception {
        Files.write(folder.resolve("v.index"), TableFile.of(index));
        Files.write(folder.resolve("v.data-00000-of-00001"), bytes(values).array());
        return TensorBundle.open(folder.resolve("v"));
    }

    private static ByteBuffer bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes;
    }
}
