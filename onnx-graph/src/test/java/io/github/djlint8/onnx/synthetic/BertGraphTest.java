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
package io.github.djlint8.onnx.synthetic;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.MalformedModelException;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.checkpoint.CheckpointGraph;
import io.github.djlint8.onnx.checkpoint.DeltaMerger;
import io.github.djlint8.onnx.checkpoint.Safetensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Random encoders run, look like exported ones and are fused like them. */
public class BertGraphTest {

    @DataProvider
    public Object[][] opsets() {
        return new Object[][] {{11}, {13}, {17}};
    }

    @Test(dataProvider = "opsets")
    public void runsAndIsFused(int opset) throws Exception {
        OnnxModel model = BertGraph.build(small().optOpset(opset).build());
        Path optimized = Files.createTempFile(Path.of("target"), "optimized", ".onnx");
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            options.setOptimizedModelFilePath(optimized.toString());
            float[][][] logits = run(model, options);
            assertEquals(logits.length, 2);
            assertEquals(logits[0].length, 3);
            assertEquals(logits[0][0].length, 5);
            for (float value : logits[1][2]) {
                assertTrue(Float.isFinite(value), "logit " + value);
            }
            Map<String, Long> ops = ops(OnnxModel.open(optimized));
            assertEquals(ops.get("Erf"), null, ops.toString());
            assertEquals(ops.get("Pow"), null, ops.toString());
            // Two layers: one in the embeddings and two in each layer.
            assertEquals(ops.get("LayerNormalization"), (Long) 5L, ops.toString());
            assertEquals(ops.get("FusedMatMul"), (Long) 2L, ops.toString());
            assertEquals(ops.get("BiasGelu"), (Long) 2L, ops.toString());
        } finally {
            Files.delete(optimized);
        }
    }

    @Test
    public void hasTheOperatorsOfAnExportedEncoder() throws Exception {
        OnnxModel model = BertGraph.build(small().optOpset(11).optLayers(6).build());
        Map<String, Long> ops = ops(model);
        // Counts of all-MiniLM-L6-v2, which has six layers, and one MatMul and Add of the head.
        assertEquals(ops.get("MatMul"), (Long) 49L);
        assertEquals(ops.get("Add"), (Long) 89L);
        assertEquals(ops.get("Constant"), (Long) 146L);
        for (var entry :
                Map.of("Gather", 52, "Unsqueeze", 51, "Shape", 49, "Mul", 26, "Div", 25, "Sub", 14)
                        .entrySet()) {
            assertEquals(ops.get(entry.getKey()), (Long) (long) entry.getValue(), entry.getKey());
        }
    }

    @Test
    public void weightsAreNormalWithOutliersAndFollowTheSeed() throws Exception {
        OnnxModel model = BertGraph.build(small().build());
        Tensor table = model.graph().initializer("embeddings.word_embeddings.weight").orElseThrow();
        double squares = 0;
        double largest = 0;
        for (float value : table.toFloats()) {
            squares += value * value;
            largest = Math.max(largest, Math.abs(value));
        }
        // One of 64 channels is six times as large: variance 0.0004 * (63 + 36) / 64 = 0.00062.
        assertEquals(squares / table.elementCount(), 0.00062, 0.0001);
        assertTrue(largest > 0.2, "largest " + largest);
        Tensor again = weight(small().build());
        assertEquals(again.data(), weight(small().build()).data());
        assertTrue(!again.data().equals(weight(small().optSeed(1).build()).data()));
    }

    @Test
    public void encoderOfACheckpointEqualsTheGraphThatTheWeightsAreFrom() throws Exception {
        BertConfig config = small().build();
        OnnxModel model = BertGraph.build(config);
        CheckpointGraph weights = new CheckpointGraph(model.graph(), "weights");
        OnnxModel encoder = BertGraph.encoder(config, weights);
        String hidden = encoder.graph().outputs().get(0).getName();
        OnnxModel tagger =
                new DeltaMerger(
                                new Safetensors(
                                        "classifier",
                                        Map.of(
                                                "classifier.weight",
                                                weights.tensor("classifier.weight"),
                                                "classifier.bias",
                                                weights.tensor("classifier.bias")),
                                        Map.of()),
                                1,
                                hidden)
                        .merge(encoder);
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            // The same operators on the same weights, so the same floats.
            assertTrue(Arrays.deepEquals(run(tagger, options), run(model, options)));
        }
    }

    @Test
    public void checkpointsOfAnotherShapeAreNamed() throws Exception {
        CheckpointGraph weights =
                new CheckpointGraph(BertGraph.build(small().build()).graph(), "weights");
        MalformedModelException e =
                expectThrows(
                        MalformedModelException.class,
                        () -> BertGraph.encoder(small().optVocabularySize(98).build(), weights));
        assertTrue(e.getMessage().contains("weights has embeddings.word_embe"), e.getMessage());
        assertTrue(e.getMessage().contains("expected FLOAT[98, "), e.getMessage());
        e =
                expectThrows(
                        MalformedModelException.class,
                        () -> BertGraph.encoder(small().optLayers(40).build(), weights));
        assertTrue(e.getMessage().contains("has no tensor encoder.layer."), e.getMessage());
    }

    @Test
    public void refusesShapesThatDoNotFit() {
        expectThrows(IllegalArgumentException.class, () -> small().optHeads(3).build());
        expectThrows(IllegalArgumentException.class, () -> small().optLayers(0).build());
        expectThrows(IllegalArgumentException.class, () -> small().optOpset(10).build());
    }

    private static Tensor weight(BertConfig config) throws Exception {
        return BertGraph.build(config).graph().initializer("onnx::MatMul_0").orElseThrow();
    }

    private static BertConfig.Builder small() {
        return BertConfig.builder()
                .optLayers(2)
                .optHiddenSize(64)
                .optHeads(4)
                .optIntermediateSize(128)
                .optVocabularySize(1000)
                .optMaxPositions(32)
                .optLabels(5);
    }

    private static Map<String, Long> ops(OnnxModel model) throws Exception {
        return model.graph().nodes().stream()
                .collect(Collectors.groupingBy(Node::opType, Collectors.counting()));
    }

    private static float[][][] run(OnnxModel model, OrtSession.SessionOptions options)
            throws Exception {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[][] ids = {{1, 2, 3}, {4, 999, 0}};
        long[][] mask = {{1, 1, 1}, {1, 1, 0}};
        try (OrtSession session = environment.createSession(ModelWriter.toBuffer(model), options);
                OnnxTensor idTensor = OnnxTensor.createTensor(environment, ids);
                OnnxTensor maskTensor = OnnxTensor.createTensor(environment, mask);
                OnnxTensor typeTensor = OnnxTensor.createTensor(environment, new long[2][3]);
                OrtSession.Result result =
                        session.run(
                                Map.of(
                                        "input_ids", idTensor,
                                        "attention_mask", maskTensor,
                                        "token_type_ids", typeTensor))) {
            return (float[][][]) result.get(0).getValue();
        }
    }
}
