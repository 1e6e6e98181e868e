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

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.testng.Assert;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** A published model keeps its bytes and its answers. */
public class MiniLmRoundTripTest {

    private static final long[][] IDS = {{101, 7592, 2088, 102}, {101, 2003, 102, 0}};
    private static final long[][] MASK = {{1, 1, 1, 1}, {1, 1, 1, 0}};
    private static final long[][] TYPES = {{0, 0, 0, 0}, {0, 0, 0, 0}};

    private Path folder;
    private Path file;
    private Map<String, OnnxTensor> inputs;
    private ByteBuffer expected;

    @BeforeClass
    public void prepare() throws Exception {
        folder = Files.createTempDirectory(Path.of("target"), "minilm");
        file = Models.miniLm(folder);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        inputs =
                Map.of(
                        "input_ids", OnnxTensor.createTensor(environment, IDS),
                        "attention_mask", OnnxTensor.createTensor(environment, MASK),
                        "token_type_ids", OnnxTensor.createTensor(environment, TYPES));
        expected = Models.run(file, inputs);
        Assert.assertEquals(expected.remaining(), 2 * 4 * 384 * Float.BYTES);
    }

    @AfterClass
    public void clean() throws Exception {
        inputs.values().forEach(OnnxTensor::close);
        Models.delete(folder);
    }

    @Test
    public void unchangedModelKeepsItsBytes() throws Exception {
        Path copy = folder.resolve("copy.onnx");
        ModelWriter.write(OnnxModel.open(file), copy);
        Assert.assertEquals(Files.mismatch(file, copy), -1L);
    }

    @Test
    public void editedGraphAnswersAlike() throws Exception {
        OnnxModel model = OnnxModel.open(file);
        Path copy = folder.resolve("graph.onnx");
        ModelWriter.write(model.withGraph(model.graph()), copy);
        Assert.assertEquals(Models.run(copy, inputs), expected);
    }

    @Test
    public void externalDataAnswersAlikeAndComesBack() throws Exception {
        Path out = folder.resolve("external.onnx");
        ModelWriter writer = ModelWriter.builder().optExternalData(true).build();
        writer.save(OnnxModel.open(file), out);
        Assert.assertTrue(Files.size(out) < 1 << 20, "model file " + Files.size(out));
        Assert.assertEquals(Models.run(out, inputs), expected);
        Path back = folder.resolve("back.onnx");
        ModelWriter.write(OnnxModel.open(out), back);
        Assert.assertEquals(Models.run(back, inputs), expected);
        Assert.assertEquals(Models.run(OnnxModel.open(out), inputs), expected);
    }

    @Test
    public void bufferOfAnUnchangedModelIsItsMapping() throws Exception {
        OnnxModel model = OnnxModel.open(file);
        ByteBuffer buffer = ModelWriter.toBuffer(model);
        Assert.assertTrue(buffer.isDirect() && buffer.isReadOnly());
        Assert.assertEquals(Models.run(model, inputs), expected);
    }

    @Test
    public void bufferOfAChangedModelAnswersAlike() throws Exception {
        OnnxModel model = OnnxModel.open(file).withMetadata(Map.of("key", "value"));
        ByteBuffer buffer = ModelWriter.toBuffer(model);
        Assert.assertTrue(buffer.isDirect() && !buffer.isReadOnly());
        Assert.assertEquals(Models.run(model, inputs), expected);
    }
}
