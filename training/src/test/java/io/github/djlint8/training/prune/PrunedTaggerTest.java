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
package io.github.djlint8.training.prune;

import ai.djl.MalformedModelException;
import ai.djl.nn.Parameter;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.checkpoint.CheckpointGraph;
import io.github.djlint8.onnx.fuse.Fusions;
import io.github.djlint8.onnx.pass.PassPipeline;
import io.github.djlint8.training.MiniLm;
import io.github.djlint8.training.TaggerModel;
import io.github.djlint8.training.TinyBatch;
import io.github.djlint8.training.TinyTagger;
import io.github.djlint8.training.bert.EncoderConfig;
import io.github.djlint8.training.bert.LowRank;
import io.github.djlint8.training.export.OnnxExport;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.testng.Assert;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Sliced weights, sliced graphs and masked Blocks give the same logits. */
public class PrunedTaggerTest {

    /** The first layer loses a head of two, and both lose neurons of 32. */
    private static final PruningPlan PLAN =
            new PruningPlan(
                    8,
                    List.of(
                            new LayerUnits(List.of(1), List.of(0, 3, 4, 7, 9, 15, 30, 31)),
                            new LayerUnits(List.of(0, 1), List.of(2, 5, 11, 29))));

    private Path file;

    @BeforeMethod
    public void makeFile() throws IOException {
        file = Files.createTempFile("pruned", ".onnx");
    }

    @AfterMethod
    public void deleteFile() throws IOException {
        Files.delete(file);
    }

    @Test
    public void slicedBlocksEqualMaskedOnes() throws Exception {
        long seed = new Random().nextInt();
        try (TaggerModel masked = TinyTagger.create(0, null, seed);
                TaggerModel sliced = sliced(TinyTagger.graph(seed), null)) {
            float[] whole = TinyBatch.logits(masked);
            mask(masked);
            float[] expected = TinyBatch.logits(masked);
            // What is left out is exactly zero in the masked sums, so only the order of about 32
            // summands near 1 differs, a float's 1e-7 each, through two layers.
            assertClose(TinyBatch.logits(sliced), expected, 1e-5f, "seed " + seed);
            Assert.assertTrue(distance(whole, expected) > 1e-2, "nothing was pruned, " + seed);
        }
    }

    @DataProvider
    public Object[][] adaptations() {
        return new Object[][] {{null}, {new LowRank(3, 6, LowRank.ALL_TARGETS)}};
    }

    @Test(dataProvider = "adaptations")
    public void prunedGraphEqualsTheBlocks(LowRank lowRank) throws Exception {
        long seed = new Random().nextInt();
        OnnxModel graph = new GraphPruner(PLAN).prune(TinyTagger.graph(seed));
        try (TaggerModel model = sliced(TinyTagger.graph(seed), lowRank)) {
            TinyTagger.disturb(model, seed);
            // 1e-5 as for graphs that are not pruned: other orders of sums of floats near 1.
            ModelWriter.write(OnnxExport.merge(model, graph, "none"), file);
            assertClose(
                    run(), withoutPadding(TinyBatch.logits(model)), 1e-5f, "merged, seed " + seed);
            ModelWriter.write(OnnxExport.build(model), file);
            assertClose(
                    run(), withoutPadding(TinyBatch.logits(model)), 1e-5f, "built, seed " + seed);
        }
    }

    @Test
    public void prunedMiniLmIsSmallerAndFusedAsBefore() throws Exception {
        OnnxModel base = OnnxModel.open(MiniLm.file());
        CheckpointGraph weights = new CheckpointGraph(base.graph(), "MiniLM");
        PruningPlan plan =
                new SparsityPlanner(0.3, 32, 64)
                        .plan(MagnitudeImportance.measure(weights, MiniLm.CONFIG), MiniLm.CONFIG);
        // A head is 0.46 % of the weights, and so the target is met within half of it.
        Assert.assertEquals(plan.sparsity(MiniLm.CONFIG), 0.3, 0.0024);
        OnnxModel pruned = new GraphPruner(plan).prune(base);
        EncoderConfig shape = plan.shape(MiniLm.CONFIG);
        try (TaggerModel model =
                TaggerModel.builder()
                        .setConfig(shape)
                        .setWeights(new CheckpointGraph(pruned.graph(), "pruned"))
                        .setLabels(TinyTagger.LABELS)
                        .build()) {
            OnnxModel tagger = OnnxExport.merge(model, pruned, "last_hidden_state");
            ModelWriter.write(tagger, file);
            // 384 summands in six layers: the bound of graphs that are not pruned.
            assertClose(run(), withoutPadding(TinyBatch.logits(model)), 1e-4f, "MiniLM");
        }
        long removed = Math.round(plan.sparsity(MiniLm.CONFIG) * 6 * (4 + 8) * 384 * 384);
        // Four bytes a weight; biases and shapes make up the rest.
        Assert.assertTrue(Files.size(MiniLm.file()) - Files.size(file) > 4 * removed - 100_000);
        Graph fused = new PassPipeline(Fusions.passes()).run(OnnxModel.open(file)).graph();
        Graph whole = new PassPipeline(Fusions.passes()).run(base).graph();
        for (String op : List.of("MultiHeadAttention", "SkipLayerNormalization", "BiasGelu")) {
            Assert.assertEquals(count(fused, op), count(whole, op), op);
        }
        Assert.assertEquals(
                fused.nodes().stream()
                        .filter(n -> n.opType().equals("MultiHeadAttention"))
                        .map(n -> n.attribute("num_heads", 0L))
                        .sorted()
                        .toList(),
                shape.shapes().stream().map(s -> (long) s.heads()).sorted().toList());
    }

    @Test
    public void plansAndGraphsOfOthersAreRefused() throws Exception {
        OnnxModel graph = TinyTagger.graph(1);
        PruningPlan three =
                new PruningPlan(
                        8, List.of(PLAN.layers().get(0), PLAN.layers().get(1), units(1, 1)));
        Assert.assertThrows(
                MalformedModelException.class, () -> new GraphPruner(three).prune(graph));
        PruningPlan wide = new PruningPlan(8, List.of(units(3, 4), units(1, 1)));
        MalformedModelException e =
                Assert.expectThrows(
                        MalformedModelException.class, () -> new GraphPruner(wide).prune(graph));
        Assert.assertTrue(e.getMessage().contains("should stay"), e.getMessage());
        OnnxModel fused = new PassPipeline(Fusions.passes()).run(graph);
        Assert.assertThrows(
                MalformedModelException.class, () -> new GraphPruner(PLAN).prune(fused));
        for (PruningPlan plan : List.of(three, wide)) {
            Assert.assertThrows(
                    IllegalArgumentException.class, () -> plan.shape(TinyTagger.config(0)));
        }
    }

    private static LayerUnits units(int heads, int neurons) {
        return new LayerUnits(
                IntStream.range(0, heads).boxed().toList(),
                IntStream.range(0, neurons).boxed().toList());
    }

    private static long count(Graph graph, String op) {
        return graph.nodes().stream().filter(n -> n.opType().equals(op)).count();
    }

    private static TaggerModel sliced(OnnxModel graph, LowRank lowRank) throws Exception {
        return TaggerModel.builder()
                .setConfig(PLAN.shape(TinyTagger.config(0)))
                .setWeights(new PrunedWeights(new CheckpointGraph(graph.graph(), "tiny"), PLAN))
                .setLabels(TinyTagger.LABELS)
                .optLowRank(lowRank)
                .build();
    }

    /** Zeroes what a unit gives, in the matrix that reads it. */
    private static void mask(TaggerModel model) {
        for (int layer = 0; layer < PLAN.layers().size(); layer++) {
            List<Integer> kept = new ArrayList<>();
            for (int head : PLAN.layers().get(layer).heads()) {
                IntStream.range(8 * head, 8 * head + 8).forEach(kept::add);
            }
            zeroOthers(model, layer + ".attention.output.dense.weight", kept);
            zeroOthers(model, layer + ".output.dense.weight", PLAN.layers().get(layer).neurons());
        }
    }

    private static void zeroOthers(TaggerModel model, String end, List<Integer> columns) {
        Parameter weight =
                model.parameters().stream()
                        .filter(p -> p.getName().equals("encoder.layer." + end))
                        .findFirst()
                        .orElseThrow();
        float[] values = weight.getArray().toFloatArray();
        int width = (int) weight.getShape().get(1);
        for (int i = 0; i < values.length; i++) {
            values[i] = columns.contains(i % width) ? values[i] : 0;
        }
        weight.getArray().set(FloatBuffer.wrap(values));
    }

    private float[] run() throws Exception {
        return withoutPadding(TinyBatch.run(file));
    }

    /** What padding gives is nobody's business. */
    private static float[] withoutPadding(float[] logits) {
        for (int i = 0; i < logits.length; i++) {
            logits[i] = TinyBatch.isPadding(i, TinyTagger.LABELS.size()) ? 0 : logits[i];
        }
        return logits;
    }

    private static float distance(float[] a, float[] b) {
        float largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }

    private static void assertClose(float[] actual, float[] expected, float bound, String where) {
        Assert.assertEquals(actual.length, expected.length, where);
        Assert.assertEquals(distance(actual, expected), 0, bound, where);
    }
}
