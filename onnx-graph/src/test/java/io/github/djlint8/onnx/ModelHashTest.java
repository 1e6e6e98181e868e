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
import static org.testng.Assert.assertNotEquals;

import ai.djl.MalformedModelException;
import io.github.djlint8.api.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.testng.annotations.Test;

/** Hashes that name models. */
public class ModelHashTest {

    @Test
    public void oneFileIsItsDigestAndExternalDataCount()
            throws IOException, MalformedModelException {
        Path folder = Files.createTempDirectory("hash");
        OnnxModel model =
                new ModelBuilder("g")
                        .addInput("x", ElementType.FLOAT, 4)
                        .addInitializer(Tensor.ofFloats("w", new float[] {1, 2, 3, 4}, 4))
                        .addNode(
                                Node.builder("Add", "n")
                                        .addInputs("x", "w")
                                        .addOutputs("y")
                                        .build())
                        .addOutput("y", ElementType.FLOAT, 4)
                        .build();
        Path plain = folder.resolve("plain.onnx");
        ModelWriter.write(model, plain);
        assertEquals(ModelHash.of(plain), Digests.of(plain));

        Path external = folder.resolve("external.onnx");
        ModelWriter.builder()
                .optExternalData(true)
                .optExternalThreshold(1)
                .build()
                .save(model, external);
        String before = ModelHash.of(external);
        assertNotEquals(before, Digests.of(external));
        Path data = folder.resolve("external.onnx.data");
        byte[] bytes = Files.readAllBytes(data);
        bytes[0] ^= 1;
        Files.write(data, bytes);
        assertNotEquals(ModelHash.of(external), before);
        for (Path file : List.of(plain, external, data, folder)) {
            Files.delete(file);
        }
    }
}
