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
import static org.testng.Assert.expectThrows;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Models made by hand run, with every operator set that the project reads. */
public class ModelBuilderTest {

    @DataProvider
    public Object[][] opsets() {
        Object[][] cases = new Object[15][];
        for (int opset = 7; opset <= 21; opset++) {
            cases[opset - 7] = new Object[] {opset, opset < 9 ? 3 : opset < 21 ? 8 : 10};
        }
        return cases;
    }

    @Test(dataProvider = "opsets")
    public void linearModelAnswersAsByHand(int opset, int irVersion) throws Exception {
        OnnxModel model = Models.linear(opset, irVersion);
        assertEquals(model.opset(""), opset);
        Path folder = Files.createTempDirectory(Path.of("target"), "linear");
        try {
            Path file = folder.resolve("linear.onnx");
            ModelWriter.write(model, file);
            OnnxModel opened = OnnxModel.open(file);
            ModelWriter.write(opened.withGraph(opened.graph()), folder.resolve("copy.onnx"));
            float[][] x = {{1, 2}, {3, 4}};
            try (OnnxTensor input = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), x)) {
                // Each row times {{1, 2, 3}, {4, 5, 6}}, plus {0.5, 0, -0.5}.
                float[] expected = {9.5f, 12, 14.5f, 19.5f, 26, 32.5f};
                for (String name : new String[] {"linear.onnx", "copy.onnx"}) {
                    ByteBuffer y = Models.run(folder.resolve(name), Map.of("x", input));
                    float[] found = new float[6];
                    y.order(ByteOrder.nativeOrder()).asFloatBuffer().get(found);
                    assertEquals(found, expected);
                }
            }
        } finally {
            Models.delete(folder);
        }
    }

    @Test
    public void describesInputsAndMetadata() throws Exception {
        OnnxModel model =
                new ModelBuilder("g")
                        .addInput("x", ElementType.FLOAT, "batch", 2)
                        .addOutput("x", ElementType.FLOAT, "batch", 2)
                        .optOpset(Node.MICROSOFT, 1)
                        .addMetadata("key", "value")
                        .optProducer("me")
                        .build();
        assertEquals(model.opset(Node.MICROSOFT), 1);
        assertEquals(model.opset("other"), 0);
        assertEquals(model.metadata(), Map.of("key", "value"));
        assertEquals(model.proto().getProducerName(), "me");
        var shape = model.graph().inputs().get(0).getType().getTensorType().getShape();
        assertEquals(shape.getDim(0).getDimParam(), "batch");
        assertEquals(shape.getDim(1).getDimValue(), 2);
    }

    @Test
    public void refusesWhatDoesNotFit() {
        ModelBuilder builder =
                new ModelBuilder("g")
                        .addInput("x", ElementType.FLOAT, "batch")
                        .addInitializer(one());
        var twice = expectThrows(IllegalStateException.class, () -> builder.addInitializer(one()));
        Assert.assertTrue(
                twice.getMessage().contains("already has a tensor one"), twice.toString());
        builder.addNode(Node.builder("Add", "a").addInputs("x", "gone").addOutputs("y").build());
        var missing = expectThrows(IllegalStateException.class, builder::build);
        Assert.assertTrue(missing.getMessage().contains("[gone]"), missing.toString());
        expectThrows(
                IllegalArgumentException.class,
                () -> ModelBuilder.valueInfo("v", ElementType.FLOAT, 1.5f));
    }

    private static Tensor one() {
        return Tensor.ofFloats("one", new float[] {1});
    }
}
