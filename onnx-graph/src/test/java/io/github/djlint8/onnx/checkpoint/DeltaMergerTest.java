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
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class DeltaMergerTest {

    private static final Tensor A = Tensor.ofFloats("l.lora_A", new float[] {1, 2}, 1, 2);
    private static final Tensor B = Tensor.ofFloats("l.lora_B", new float[] {3, 4}, 2, 1);
    private static final Tensor CLASSIFIER =
            Tensor.ofFloats("classifier.weight", new float[] {1, 0, 0, 1, 1, 1}, 3, 2);
    private static final Tensor CLASSIFIER_BIAS =
            Tensor.ofFloats("classifier.bias", new float[] {0, 0, 5}, 3);

    @Test
    public void addsLowRankProductsTransposed() throws Exception {
        Graph graph = merge(delta(A, B, CLASSIFIER, CLASSIFIER_BIAS)).graph();
        // B A = [[3, 6], [4, 8]]; doubled and transposed [[6, 8], [12, 16]] on [[1, 2], [3, 4]].
        Assert.assertEquals(
                graph.initializer("w").orElseThrow().toFloats(), new float[] {7, 10, 15, 20});
    }

    @Test
    public void replacesInitializersByName() throws Exception {
        Tensor bias = Tensor.ofFloats("l.bias", new float[] {-1, -2}, 2);
        Graph graph = merge(delta(bias, CLASSIFIER, CLASSIFIER_BIAS)).graph();
        Assert.assertEquals(
                graph.initializer("l.bias").orElseThrow().toFloats(), new float[] {-1, -2});
        Assert.assertEquals(
                graph.initializer("w").orElseThrow().toFloats(), new float[] {1, 2, 3, 4});
    }

    @Test
    public void onlyOutputIsLogits() throws Exception {
        OnnxModel base = base("Add");
        OnnxModel merged =
                new DeltaMerger(delta(A, B, CLASSIFIER, CLASSIFIER_BIAS), 2, "hidden").merge(base);
        ByteBuffer bytes = ModelWriter.toBuffer(merged);
        byte[] model = new byte[bytes.remaining()];
        bytes.get(model);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model);
                OnnxTensor x = OnnxTensor.createTensor(environment, new float[][][] {{{1, 1}}});
                OrtSession.Result result = session.run(Map.of("x", x))) {
            Assert.assertEquals(session.getOutputNames().toString(), "[logits]");
            // hidden = [1, 1] [[7, 10], [15, 20]] + [100, 200] = [122, 230]
            float[][][] logits = (float[][][]) result.get(0).getValue();
            Assert.assertEquals(logits[0][0], new float[] {122, 230, 357});
        }
        Assert.assertEquals(base.graph().outputs().get(0).getName(), "hidden");
    }

    @DataProvider
    public Object[][] misfits() {
        Tensor wide = Tensor.ofFloats("l.lora_A", new float[] {1, 2, 3}, 1, 3);
        Tensor rankTwo = Tensor.ofFloats("l.lora_B", new float[] {1, 2, 3, 4}, 2, 2);
        Tensor other = Tensor.ofFloats("m.lora_A", new float[] {1, 2}, 1, 2);
        Tensor otherB = Tensor.ofFloats("m.lora_B", new float[] {1, 2}, 2, 1);
        Tensor unknown = Tensor.ofFloats("norm.weight", new float[] {1}, 1);
        Tensor shorter = Tensor.ofFloats("l.bias", new float[] {1}, 1);
        Tensor narrow = Tensor.ofFloats("classifier.weight", new float[] {1, 2, 3}, 3, 1);
        Tensor two = Tensor.ofFloats("classifier.bias", new float[] {1, 2}, 2);
        return new Object[][] {
            {"Add", delta(wide, B, CLASSIFIER, CLASSIFIER_BIAS), "w FLOAT[2, 2]"},
            {"Add", delta(A, rankTwo, CLASSIFIER, CLASSIFIER_BIAS), "not a low-rank pair"},
            {"Add", delta(A, CLASSIFIER, CLASSIFIER_BIAS), "has no tensor l.lora_B"},
            {"Add", delta(B, CLASSIFIER, CLASSIFIER_BIAS), "has no tensor l.lora_A"},
            {"Add", delta(other, otherB, CLASSIFIER, CLASSIFIER_BIAS), "0 additions of m.bias"},
            {"Sub", delta(A, B, CLASSIFIER, CLASSIFIER_BIAS), "0 additions of l.bias"},
            {"Add", delta(unknown, CLASSIFIER, CLASSIFIER_BIAS), "no initializer norm.weight"},
            {"Add", delta(shorter, CLASSIFIER, CLASSIFIER_BIAS), "l.bias FLOAT[2]"},
            {"Add", delta(CLASSIFIER), "has no tensor classifier.bias"},
            {"Add", delta(), "has no tensor classifier.weight"},
            {"Add", delta(narrow, CLASSIFIER_BIAS), "must be [batch, sequence, 1]"},
            {"Add", delta(CLASSIFIER, two), "not a classifier"},
        };
    }

    @Test(dataProvider = "misfits")
    public void misfitsAreRefused(String add, Safetensors delta, String expected) {
        OnnxModel base = base(add);
        MalformedModelException e =
                Assert.expectThrows(
                        MalformedModelException.class,
                        () -> new DeltaMerger(delta, 2, "hidden").merge(base));
        Assert.assertTrue(e.getMessage().contains(expected), e.getMessage());
    }

    @Test
    public void unknownOutputIsRefused() {
        OnnxModel base = base("Add");
        Safetensors delta = delta(CLASSIFIER, CLASSIFIER_BIAS);
        MalformedModelException e =
                Assert.expectThrows(
                        MalformedModelException.class,
                        () -> new DeltaMerger(delta, 2, "pooled").merge(base));
        Assert.assertEquals(e.getMessage(), "Encoder has no output pooled, found [hidden]");
    }

    private static OnnxModel merge(Safetensors delta) throws MalformedModelException {
        return new DeltaMerger(delta, 2, "hidden").merge(base("Add"));
    }

    private static Safetensors delta(Tensor... tensors) {
        Map<String, Tensor> map = new HashMap<>();
        for (Tensor tensor : tensors) {
            map.put(tensor.name(), tensor);
        }
        return new Safetensors("delta", map, Map.of());
    }

    /** Makes hidden = x w + l.bias, with another operator in place of the addition if wanted. */
    private static OnnxModel base(String add) {
        return new ModelBuilder("base")
                .addInput("x", ElementType.FLOAT, "batch", "sequence", 2)
                .addInitializer(Tensor.ofFloats("w", new float[] {1, 2, 3, 4}, 2, 2))
                .addInitializer(Tensor.ofFloats("l.bias", new float[] {100, 200}, 2))
                .addNode(
                        Node.builder("MatMul", "product")
                                .addInputs("x", "w")
                                .addOutputs("xw")
                                .build())
                .addNode(
                        Node.builder(add, "sum")
                                .addInputs("l.bias", "xw")
                                .addOutputs("hidden")
                                .build())
                .addOutput("hidden", ElementType.FLOAT, "batch", "sequence", 2)
                .build();
    }
}
