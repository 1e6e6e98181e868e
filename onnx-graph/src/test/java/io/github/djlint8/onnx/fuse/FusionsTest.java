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
package io.github.djlint8.onnx.fuse;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Models;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.pass.PassPipeline;
import io.github.djlint8.onnx.proto.ValueInfoProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.testng.Assert;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** The fusions recognise a published encoder, keep its answers, and leave other graphs alone. */
public class FusionsTest {

    private static final int HIDDEN = 384;

    /** Sums are taken in another order: some units of the last place of values of about 1. */
    private static final float TOLERANCE = 2e-5f;

    private Path folder;
    private OnnxModel original;

    @BeforeClass
    public void prepare() throws Exception {
        folder = Files.createTempDirectory(Path.of("target"), "fusions");
        original = OnnxModel.open(Models.miniLm(folder));
    }

    @AfterClass
    public void clean() throws Exception {
        Models.delete(folder);
    }

    @Test
    public void everyLayerIsFused() throws Exception {
        Map<String, Long> counts = counts(fuse(original));
        Assert.assertEquals(counts.get("MultiHeadAttention"), Long.valueOf(6));
        Assert.assertEquals(counts.get("SkipLayerNormalization"), Long.valueOf(13));
        Assert.assertEquals(counts.get("MatMul"), Long.valueOf(36));
        Assert.assertEquals(counts.get("BiasGelu"), Long.valueOf(6));
        Assert.assertFalse(counts.containsKey("Erf"));
        Assert.assertFalse(counts.containsKey("Softmax"));
        Assert.assertFalse(counts.containsKey("LayerNormalization"));
        Assert.assertFalse(counts.containsKey("ReduceMean"));
    }

    @Test
    public void answersStay() throws Exception {
        long[][] ids = {{101, 7592, 2088, 2003, 102}, {101, 2003, 102, 0, 0}};
        long[][] mask = {{1, 1, 1, 1, 1}, {1, 1, 1, 0, 0}};
        long[][] types = {{0, 1, 0, 0, 0}, {0, 0, 0, 0, 0}};
        FloatBuffer expected = run(original, ids, mask, types);
        FloatBuffer found = run(fuse(original), ids, mask, types);
        int rows = ids.length * ids[0].length;
        Assert.assertEquals(found.remaining(), rows * HIDDEN);
        for (int row = 0; row < rows; row++) {
            if (mask[row / ids[0].length][row % ids[0].length] == 0) {
                continue;
            }
            for (int i = row * HIDDEN; i < (row + 1) * HIDDEN; i++) {
                Assert.assertEquals(found.get(i), expected.get(i), TOLERANCE, "value " + i);
            }
        }
    }

    @Test
    public void fusingTwiceChangesNothingMore() throws Exception {
        OnnxModel once = fuse(original);
        PassPipeline again = new PassPipeline(Fusions.passes());
        again.run(once);
        Assert.assertTrue(
                again.changes().values().stream().allMatch(n -> n == 0), "" + again.changes());
    }

    @Test
    public void otherNormalizationIsLeftAlone() throws Exception {
        Graph graph = original.graph();
        for (Node mean : graph.nodes("ReduceMean")) {
            graph.replace(
                    mean,
                    Node.builder("ReduceMean", mean.name())
                            .addInputs(mean.input(0))
                            .addOutputs(mean.output(0))
                            .addInts("axes", 1)
                            .build());
        }
        List<Unfused> unfused = new ArrayList<>();
        OnnxModel fused =
                new PassPipeline(Fusions.passes(unfused::add)).run(original.withGraph(graph));
        Map<String, Long> counts = counts(fused);
        Assert.assertEquals(unfused.size(), 13, unfused.toString());
        Assert.assertEquals(unfused.get(0).fusion(), "fuse-layer-normalization");
        Assert.assertEquals(counts.get("ReduceMean"), Long.valueOf(26));
        Assert.assertFalse(counts.containsKey("SkipLayerNormalization"));
    }

    @Test
    public void anUnknownMaskBecomesTheBiasOfAttention() throws Exception {
        Graph graph = original.graph();
        Node mul = graph.producer("/Mul_output_0").orElseThrow();
        graph.putInitializer(Tensor.ofFloats("power", new float[] {2f}));
        graph.replace(
                mul,
                Node.builder("Pow", mul.name())
                        .addInputs(mul.input(0), "power")
                        .addOutputs(mul.output(0))
                        .build());
        OnnxModel model = original.withGraph(graph);
        OnnxModel fused = fuse(model);
        Map<String, Long> counts = counts(fused);
        Assert.assertEquals(counts.get("MultiHeadAttention"), Long.valueOf(6));
        Assert.assertEquals(counts.get("Expand"), Long.valueOf(1), "one bias for all layers");
        long[][] ids = {{101, 7592, 2088, 102}, {101, 2003, 102, 0}};
        long[][] mask = {{1, 1, 1, 1}, {1, 1, 1, 0}};
        FloatBuffer expected = run(model, ids, mask, new long[2][4]);
        FloatBuffer found = run(fused, ids, mask, new long[2][4]);
        for (int i = 0; i < expected.remaining(); i++) {
            Assert.assertEquals(found.get(i), expected.get(i), TOLERANCE, "value " + i);
        }
    }

    /** Each sum reads the one before twice, so that the ways back double with each of them. */
    @Test(timeOut = 60_000)
    public void masksThatComeOnAMillionWaysEndTheSearch() throws Exception {
        Graph graph = original.graph();
        Node mul = graph.producer("/Mul_output_0").orElseThrow();
        String last = "/Mul_output_0";
        graph.replace(mul, mul.withOutputs("sum0"));
        for (int i = 0; i < 60; i++) {
            String next = i == 59 ? last : "sum" + (i + 1);
            graph.add(
                    Node.builder("Add", "sum" + i)
                            .addInputs("sum" + i, "sum" + i)
                            .addOutputs(next)
                            .build());
        }
        Map<String, Long> counts = counts(fuse(original.withGraph(graph)));
        Assert.assertEquals(counts.get("MultiHeadAttention"), Long.valueOf(6));
        Assert.assertEquals(counts.get("Expand"), Long.valueOf(1));
    }

    @Test
    public void scoresFilledByAnUnknownConditionAreLeftAloneAndReported() throws Exception {
        Graph graph = original.graph();
        Node softmax = graph.nodes("Softmax").get(0);
        String scores = softmax.input(0);
        graph.putInitializer(Tensor.ofFloats("limit", new float[] {3f}));
        graph.add(
                Node.builder("Greater", "large")
                        .addInputs(scores, "limit")
                        .addOutputs("large")
                        .build());
        graph.add(
                Node.builder("Where", "filled")
                        .addInputs("large", "limit", scores)
                        .addOutputs("filled")
                        .build());
        graph.replace(softmax, softmax.withInputs("filled"));
        assertOneIsLeft(graph, "no padding mask");
    }

    @Test
    public void weightsAlongAnotherAxisAreLeftAloneAndReported() throws Exception {
        Graph graph = original.graph();
        Node softmax = graph.nodes("Softmax").get(0);
        graph.replace(
                softmax,
                Node.builder("Softmax", softmax.name())
                        .addInputs(softmax.input(0))
                        .addOutputs(softmax.output(0))
                        .addInt("axis", 2)
                        .build());
        assertOneIsLeft(graph, "axis 2");
    }

    private void assertOneIsLeft(Graph graph, String reason) throws Exception {
        List<Unfused> unfused = new ArrayList<>();
        OnnxModel fused =
                new PassPipeline(Fusions.passes(unfused::add)).run(original.withGraph(graph));
        Map<String, Long> counts = counts(fused);
        Assert.assertEquals(counts.get("MultiHeadAttention"), Long.valueOf(5));
        Assert.assertEquals(counts.get("Softmax"), Long.valueOf(1));
        Assert.assertEquals(unfused.size(), 1, unfused.toString());
        Assert.assertEquals(unfused.get(0).fusion(), "fuse-attention");
        Assert.assertTrue(unfused.get(0).reason().contains(reason), unfused.toString());
    }

    @Test
    public void attentionWhoseWeightsAreReadElsewhereIsLeftAlone() throws Exception {
        Graph graph = original.graph();
        Node softmax = graph.nodes("Softmax").get(0);
        graph.add(
                Node.builder("Identity", "probe")
                        .addInputs(softmax.output(0))
                        .addOutputs("probabilities")
                        .build());
        graph.setOutputs(
                List.of(
                        graph.outputs().get(0),
                        ValueInfoProto.newBuilder().setName("probabilities").build()));
        Map<String, Long> counts = counts(fuse(original.withGraph(graph)));
        Assert.assertEquals(counts.get("Softmax"), Long.valueOf(1));
        Assert.assertEquals(counts.get("MultiHeadAttention"), Long.valueOf(5));
    }

    private static OnnxModel fuse(OnnxModel model) throws Exception {
        return new PassPipeline(Fusions.passes()).run(model);
    }

    private static Map<String, Long> counts(OnnxModel model) throws Exception {
        return model.graph().nodes().stream()
                .collect(Collectors.groupingBy(Node::opType, Collectors.counting()));
    }

    private static FloatBuffer run(OnnxModel model, long[][] ids, long[][] mask, long[][] types)
            throws Exception {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OnnxTensor a = OnnxTensor.createTensor(environment, ids);
                OnnxTensor b = OnnxTensor.createTensor(environment, mask);
                OnnxTensor c = OnnxTensor.createTensor(environment, types)) {
            ByteBuffer bytes =
                    Models.run(
                            model,
                            Map.of("input_ids", a, "attention_mask", b, "token_type_ids", c));
            return bytes.order(ByteOrder.nativeOrder()).asFloatBuffer();
        }
    }
}
