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

import io.github.djlint8.onnx.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.testng.Assert;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public class SafetensorsWriterTest {

    private Path folder;
    private Path file;

    @BeforeMethod
    public void makeFolder() throws IOException {
        folder = Files.createTempDirectory("safetensors");
        file = folder.resolve("a.safetensors");
    }

    @AfterMethod
    public void deleteFolder() throws IOException {
        Files.deleteIfExists(file);
        Files.delete(folder);
    }

    @Test
    public void bytesAreThoseOfTheFormat() throws Exception {
        new SafetensorsWriter()
                .add(Tensor.ofFloats("b", new float[] {1, 2}, 2, 1))
                .add(Tensor.ofFloats("a", new float[] {3}))
                .addMetadata(Map.of("k", "v"))
                .write(file);
        String header =
                "{\"__metadata__\":{\"k\":\"v\"},"
                        + "\"b\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]}}";
        byte[] bytes = Files.readAllBytes(file);
        int length = (header.length() + 7) / 8 * 8;
        Assert.assertEquals(bytes[0], (byte) length);
        Assert.assertEquals(
                new String(bytes, 8, length, StandardCharsets.UTF_8).stripTrailing(), header);
        Assert.assertEquals(bytes.length, 8 + length + 12);
        Safetensors read = SafetensorsReader.read(file);
        Assert.assertEquals(read.tensor("b").toFloats(), new float[] {1, 2});
        Assert.assertEquals(read.tensor("a").toFloats(), new float[] {3});
        Assert.assertEquals(read.metadata(), Map.of("k", "v"));
    }

    @Test
    public void failureLeavesNoFile() throws IOException {
        SafetensorsWriter writer =
                new SafetensorsWriter()
                        .add(Tensor.ofFloats("a", new float[] {3}))
                        .add("b", new long[] {2}, () -> ByteBuffer.allocate(4));
        Assert.assertThrows(IllegalStateException.class, () -> writer.write(file));
        try (Stream<Path> files = Files.list(folder)) {
            Assert.assertEquals(files.toList(), List.of());
        }
    }

    @Test
    public void contradictionsAreRefused() {
        SafetensorsWriter writer = new SafetensorsWriter().add(Tensor.ofFloats("a", new float[1]));
        Assert.assertThrows(
                IllegalArgumentException.class,
                () -> writer.add(Tensor.ofFloats("a", new float[1])));
        Assert.assertThrows(
                IllegalArgumentException.class, () -> writer.add(Tensor.ofInts("i", new int[1])));
    }
}
