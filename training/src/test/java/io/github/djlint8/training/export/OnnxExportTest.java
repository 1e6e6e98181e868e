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
package io.github.djlint8.training.export;

import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.checkpoint.CheckpointGraph;
import io.github.djlint8.onnx.checkpoint.DeltaMerger;
import io.github.djlint8.onnx.checkpoint.Safetensors;
import io.github.djlint8.onnx.checkpoint.SafetensorsReader;
import io.github.djlint8.training.MiniLm;
import io.github.djlint8.training.TaggerModel;
import io.github.djlint8.training.TinyBatch;
import io.github.djlint8.training.TinyTagger;
import io.github.djlint8.training.bert.LowRank;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.testng.Assert;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class OnnxExportTest {

    private Path file;

    @BeforeMethod
    public void makeFile() throws IOException {
        file = Files.createTempFile("export", ".onnx");
    }

    @AfterMethod
    public void deleteFile() throws IOException {
        Files.delete(file);
    }

    @DataProvider
    public Object[][] adaptations() {
        return new Object[][] {
            {null}, {new LowRank(3, 6, LowRank.ALL_TARGETS)},
        };
    }

    @Test(dataProvider = "adaptations")
    public void mergedGraphEqualsTheBlocks(LowRank lowRank) throws Exception {
        long seed = new Random().nextInt();
        try (TaggerModel model = TinyTagger.create(0.1f, lowRank, seed)) {
            TinyTagger.disturb(model, seed);
            // The graph of the very weights that the tagger was made from.
            OnnxModel base = TinyTagger.graph(seed);
            ModelWriter.write(OnnxExport.merge(model, base, "none"), file);
            assertSameLogits(model, 1e-5f, "seed " + seed);
        }
    }

    @Test(dataProvider = "adaptations")
    public void builtGraphEqualsTheBlocks(LowRank lowRank) throws Exception {
        long seed = new Random().nextInt();
        try (TaggerModel model = TinyTagger.create(0.1f, lowRank, seed)) {
            TinyTagger.disturb(model, seed);
            ModelWriter.write(OnnxExport.build(model), file);
            assertSameLogits(model, 1e-5f, "seed " + seed);
        }
    }

    @Test(dataProvider = "adaptations")
    public void weightsMergedOneByOneEqualTheWholeDelta(LowRank lowRank) throws Exception {
        long seed = new Random().nextInt();
        try (TaggerModel model = TinyTagger.create(0, lowRank, seed)) {
            TinyTagger.disturb(model, seed);
            TrainedDelta.write(model, file);
            float scale = TrainedDelta.scale(model);
            OnnxModel base = TinyTagger.graph(seed);
            OnnxModel whole =
                    new DeltaMerger(SafetensorsReader.read(file), scale, "none").merge(base);
            Assert.assertEquals(
                    OnnxExport.merge(model, base, "none").proto().toByteArray(),
                    whole.proto().toByteArray(),
                    "seed " + seed);
        }
    }

    @Test
    public void miniLmGetsAClassifier() throws Exception {
        OnnxModel base = OnnxModel.open(MiniLm.file());
        try (TaggerModel model =
                TaggerModel.builder()
                        .setConfig(MiniLm.CONFIG)
                        .setWeights(new CheckpointGraph(base.graph(), "MiniLM"))
                        .setLabels(List.of("A", "B", "C"))
                        .optLowRank(new LowRank(4, 8, LowRank.ALL_TARGETS))
                        .build()) {
            TinyTagger.disturb(model, 1);
            ModelWriter.write(OnnxExport.merge(model, base, "last_hidden_state"), file);
            assertSameLogits(model, 1e-4f, "MiniLM");
        }
    }

    @Test
    public void writtenDeltaIsWhatTheZooMerges() throws Exception {
        LowRank lowRank = new LowRank(3, 6, LowRank.ALL_TARGETS);
        try (TaggerModel model = TinyTagger.create(0, lowRank, 3)) {
            TinyTagger.disturb(model, 3);
            TrainedDelta.write(model, file);
            Safetensors delta = SafetensorsReader.read(file);
            Assert.assertEquals(delta.metadata().get("lora_scale"), "2.0");
            Assert.assertEquals(delta.metadata().get("labels"), "A B C");
            Assert.assertEquals(
                    delta.tensor("encoder.layer.0.output.dense.lora_A").dims(), new long[] {3, 32});
            Assert.assertTrue(delta.find("encoder.layer.0.output.dense.weight").isEmpty());
            Assert.assertTrue(delta.find("embeddings.word_embeddings.weight").isEmpty());
            Assert.assertTrue(delta.find("embeddings.token_type_embeddings.weight").isPresent());
            OnnxModel merged = new DeltaMerger(delta, 2, "none").merge(TinyTagger.graph(3));
            Path onnx = Files.createTempFile("merged", ".onnx");
            try {
                ModelWriter.write(merged, onnx);
                assertSameLogits(model, onnx, 1e-5f, "delta");
            } finally {
                Files.delete(onnx);
            }
        }
    }

    private void assertSameLogits(TaggerModel model, float bound, String message) throws Exception {
        assertSameLogits(model, file, bound, message);
    }

    private static void assertSameLogits(TaggerModel model, Path onnx, float bound, String message)
            throws Exception {
        float[] expected = TinyBatch.run(onnx);
        float[] actual = TinyBatch.logits(model);
        Assert.assertEquals(actual.length, expected.length, message);
        for (int i = 0; i < actual.length; i++) {
            // Sums of floats near 1 in another order: 16 or 384 terms in two or six layers.
            boolean padding = TinyBatch.isPadding(i, model.labels().size());
            Assert.assertEquals(
                    actual[i], padding ? actual[i] : expected[i], bound, message + " at " + i);
        }
    }
}
