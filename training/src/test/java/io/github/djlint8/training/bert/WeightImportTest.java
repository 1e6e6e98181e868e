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
package io.github.djlint8.training.bert;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.checkpoint.Safetensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testng.Assert;
import org.testng.annotations.Test;

public class WeightImportTest {

    private static final EncoderConfig CONFIG =
            new EncoderConfig(1, 4, 2, 6, 5, 3, 2, 1e-12f, 0, List.of());

    @Test
    public void prefixedNamesOfACheckpointAreFound() throws Exception {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        weights().forEach((name, t) -> tensors.put("bert." + name, t.withName("bert." + name)));
        BertEncoder encoder = new BertEncoder(CONFIG);
        WeightImport.into(encoder, new Safetensors("file", tensors, Map.of()));
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            Shape ids = new Shape(1, 3);
            encoder.initialize(manager, DataType.FLOAT32, ids, ids, ids);
            for (Parameter parameter : encoder.getParameters().values()) {
                Assert.assertEquals(
                        parameter.getArray().toFloatArray(),
                        weights().get(parameter.getName()).toFloats(),
                        parameter.getName());
            }
        }
    }

    @Test
    public void namesAreThoseOfPublishedCheckpoints() {
        String layer = "encoder.layer.0.";
        Assert.assertEquals(
                weights().keySet().toString(),
                "[embeddings.word_embeddings.weight, embeddings.position_embeddings.weight,"
                        + " embeddings.token_type_embeddings.weight, embeddings.LayerNorm.weight,"
                        + " embeddings.LayerNorm.bias, "
                        + String.join(
                                ", ",
                                Arrays.stream(
                                                ("attention.self.query.weight"
                                                                + " attention.self.query.bias"
                                                                + " attention.self.key.weight"
                                                                + " attention.self.key.bias"
                                                                + " attention.self.value.weight"
                                                                + " attention.self.value.bias"
                                                                + " attention.output.dense.weight"
                                                                + " attention.output.dense.bias"
                                                                + " attention.output.LayerNorm.weight"
                                                                + " attention.output.LayerNorm.bias"
                                                                + " intermediate.dense.weight"
                                                                + " intermediate.dense.bias"
                                                                + " output.dense.weight"
                                                                + " output.dense.bias"
                                                                + " output.LayerNorm.weight"
                                                                + " output.LayerNorm.bias")
                                                        .split(" "))
                                        .map(n -> layer + n)
                                        .toList())
                        + "]");
    }

    @Test
    public void missingAndMisshapenWeightsAreNamed() {
        Map<String, Tensor> tensors = weights();
        String name = "encoder.layer.0.output.dense.weight";
        tensors.remove(name);
        refused(tensors, "file has no weight, expected " + name + " (4, 6)");
        tensors.put(name, Tensor.ofFloats(name, new float[24], 6, 4));
        refused(tensors, "FLOAT[6, 4], expected " + name + " (4, 6)");
        tensors.put(name, Tensor.ofInts(name, new int[24], 4, 6));
        refused(tensors, "INT32[4, 6], expected " + name);
    }

    @Test
    public void classifierOfOtherLabelsStartsAnew() throws Exception {
        Map<String, Tensor> tensors = weights();
        tensors.put("classifier.weight", Tensor.ofFloats("classifier.weight", new float[28], 7, 4));
        TokenClassifier tagger = new TokenClassifier(new BertEncoder(CONFIG), 3);
        WeightImport.into(tagger, new Safetensors("file", tensors, Map.of()));
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            Shape ids = new Shape(1, 3);
            tagger.initialize(manager, DataType.FLOAT32, ids, ids, ids);
            Assert.assertEquals(
                    tagger.getOutputShapes(new Shape[] {ids, ids, ids})[0], new Shape(1, 3, 3));
        }
    }

    private static void refused(Map<String, Tensor> tensors, String expected) {
        MalformedModelException e =
                Assert.expectThrows(
                        MalformedModelException.class,
                        () ->
                                WeightImport.into(
                                        new BertEncoder(CONFIG),
                                        new Safetensors("file", tensors, Map.of())));
        Assert.assertTrue(e.getMessage().contains(expected), e.getMessage());
    }

    /** Returns the weights of an encoder, numbered through. */
    private static Map<String, Tensor> weights() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        int next = 0;
        for (Parameter parameter : new BertEncoder(CONFIG).getParameters().values()) {
            float[] values = new float[(int) parameter.getShape().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = next++;
            }
            tensors.put(
                    parameter.getName(),
                    Tensor.ofFloats(parameter.getName(), values, parameter.getShape().getShape()));
        }
        return tensors;
    }
}
