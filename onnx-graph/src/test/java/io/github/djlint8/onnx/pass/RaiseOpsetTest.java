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
package io.github.djlint8.onnx.pass;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.Models;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Models of operator sets 11 and 12 answer alike in operator set 13. */
public class RaiseOpsetTest {

    @DataProvider
    public Object[][] nodes() {
        return new Object[][] {
            {node("Squeeze").addInts("axes", 1)},
            {node("Squeeze")},
            {node("Unsqueeze").addInts("axes", 0, 3)},
            {node("ReduceSum").addInts("axes", 2).addInt("keepdims", 0)},
            {node("ReduceSum").addInt("keepdims", 1)},
            {node("Split").addInts("split", 1, 2).addInt("axis", 2).addOutputs("rest")},
            {node("Split").addInt("axis", 3).addOutputs("rest")},
            {node("Dropout").addFloat("ratio", 0.5f)},
            {node("Softmax")},
            {node("Softmax").addInt("axis", 2)},
            {node("Softmax").addInt("axis", -1)},
            {node("Softmax").addInt("axis", -2)},
            {node("LogSoftmax").addInt("axis", 0)},
            {node("Hardmax").addInt("axis", 2)},
        };
    }

    @Test(dataProvider = "nodes")
    public void answersStay(Node.Builder builder) throws Exception {
        Node node = builder.build();
        long[] shape = {2, 1, 3, 4};
        ModelBuilder model =
                new ModelBuilder("old")
                        .optOpset(11)
                        .optIrVersion(6)
                        .addInput("x", ElementType.FLOAT, "a", 1, 3, "d")
                        .addNode(node)
                        .addNode(Node.builder("Shape", "s").addInputs("y").addOutputs("s").build())
                        .addNode(cast())
                        .addInitializer(Tensor.ofLongs("all", new long[] {-1}, 1))
                        .addNode(
                                Node.builder("Reshape", "f")
                                        .addInputs("y", "all")
                                        .addOutputs("f")
                                        .build())
                        .addNode(
                                Node.builder("Concat", "out")
                                        .addInputs("f", "sf")
                                        .addOutputs("out")
                                        .addInt("axis", 0)
                                        .build())
                        .addOutput("out", ElementType.FLOAT, "n");
        OnnxModel old = model.build();
        OnnxModel raised = new PassPipeline(List.of(new RaiseOpset())).run(old);
        Assert.assertEquals(raised.opset(""), 13);
        Assert.assertEquals(old.opset(""), 11);
        float[] x = new float[24];
        Random random = new Random(1);
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        try (OnnxTensor tensor =
                OnnxTensor.createTensor(
                        OrtEnvironment.getEnvironment(), FloatBuffer.wrap(x), shape)) {
            // Values and, behind them, the shape.
            Assert.assertEquals(
                    Models.run(raised, Map.of("x", tensor)), Models.run(old, Map.of("x", tensor)));
        }
    }

    @Test
    public void newerModelsStay() throws Exception {
        OnnxModel model =
                new ModelBuilder("new")
                        .addInput("x", ElementType.FLOAT, "n", 3)
                        .addNode(node("Softmax").build())
                        .addOutput("y", ElementType.FLOAT, "n", 3)
                        .build();
        PassPipeline pipeline = new PassPipeline(List.of(new RaiseOpset()));
        Assert.assertEquals(pipeline.run(model).opset(""), 17);
        Assert.assertEquals(pipeline.changes(), Map.of("raise-opset", 0));
    }

    @Test
    public void olderModelsAreAnError() {
        OnnxModel model =
                new ModelBuilder("ancient")
                        .optOpset(10)
                        .addInput("x", ElementType.FLOAT, "n", 3)
                        .addNode(node("Softmax").build())
                        .addOutput("y", ElementType.FLOAT, "n", 3)
                        .build();
        IllegalArgumentException e =
                Assert.expectThrows(
                        IllegalArgumentException.class,
                        () -> new PassPipeline(List.of(new RaiseOpset())).run(model));
        Assert.assertTrue(e.getMessage().contains("the model has 10"), e.getMessage());
    }

    private static Node.Builder node(String op) {
        return Node.builder(op, "node").addInputs("x").addOutputs("y");
    }

    private static Node cast() {
        return Node.builder("Cast", "sf")
                .addInputs("s")
                .addOutputs("sf")
                .addInt("to", ElementType.FLOAT.number())
                .build();
    }
}
