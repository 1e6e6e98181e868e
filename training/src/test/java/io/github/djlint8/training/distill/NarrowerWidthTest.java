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
package io.github.djlint8.training.distill;

import ai.djl.MalformedModelException;
import ai.djl.nn.Parameter;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.checkpoint.Safetensors;
import io.github.djlint8.training.TaggerModel;
import io.github.djlint8.training.bert.BertEncoder;
import io.github.djlint8.training.bert.EncoderConfig;
import io.github.djlint8.training.bert.LayerShape;
import io.github.djlint8.training.bert.TokenClassifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class NarrowerWidthTest {

    /** One layer of width 4 in two heads, with four neurons. */
    private static final EncoderConfig TEACHER =
            new EncoderConfig(1, 4, 2, 4, 3, 5, 2, 1e-12f, 0, List.of());

    private static final String LAYER = "encoder.layer.0.";

    /**
     * Weights whose element in row r and column c is 10 r + c, times the factors of dimension, head
     * or neuron: dimensions 1 and 2, head 1 and neurons 0 and 3 are a thousand times as large.
     */
    private static Safetensors teacher() {
        Map<String, Tensor> tensors = new HashMap<>();
        for (Parameter parameter :
                new TokenClassifier(new BertEncoder(TEACHER), 2).getParameters().values()) {
            String name = parameter.getName();
            long[] dims = parameter.getShape().getShape();
            int columns = dims.length == 1 ? 1 : (int) dims[1];
            float[] values = new float[(int) parameter.getShape().size()];
            for (int i = 0; i < values.length; i++) {
                int r = i / columns;
                int c = i % columns;
                values[i] = (1 + 10 * r + c) * factor(name, r, c);
            }
            tensors.put(name, Tensor.ofFloats(name, values, dims));
        }
        return new Safetensors("teacher", tensors, Map.of());
    }

    private static float factor(String name, int r, int c) {
        if (name.startsWith(LAYER + "attention.self.")) {
            return r >= 2 ? 1000 : 1;
        }
        if (name.startsWith(LAYER + "intermediate")) {
            return r == 0 || r == 3 ? 1000 : 1;
        }
        if (name.equals(LAYER + "output.dense.weight") && (c == 1 || c == 2)) {
            return 1;
        }
        int dimension = name.contains("embeddings.weight") ? c : r;
        return dimension == 1 || dimension == 2 ? 1000 : 1;
    }

    @Test
    public void largestDimensionsHeadsAndNeuronsStay() throws MalformedModelException {
        NarrowerWidth student = NarrowerWidth.of(teacher(), TEACHER, 0.5);
        Assert.assertEquals(
                student.shape(),
                new EncoderConfig(1, 2, 1, 2, 3, 5, 2, 1e-12f, 0, List.of(new LayerShape(1, 2))));
        Assert.assertEquals(
                student.tensor("embeddings.word_embeddings.weight").toFloats(),
                new float[] {2000, 3000, 12000, 13000, 22000, 23000});
        Assert.assertEquals(
                student.tensor(LAYER + "attention.self.query.weight").toFloats(),
                new float[] {22000, 23000, 32000, 33000});
        Assert.assertEquals(
                student.tensor(LAYER + "attention.self.query.bias").toFloats(),
                new float[] {21000, 31000});
        Assert.assertEquals(
                student.tensor(LAYER + "attention.output.dense.weight").toFloats(),
                new float[] {13000, 14000, 23000, 24000});
        Assert.assertEquals(
                student.tensor(LAYER + "intermediate.dense.weight").toFloats(),
                new float[] {2000, 3000, 32000, 33000});
        Assert.assertEquals(
                student.tensor(LAYER + "intermediate.dense.bias").toFloats(),
                new float[] {1000, 31000});
        Assert.assertEquals(
                student.tensor(LAYER + "output.dense.weight").toFloats(),
                new float[] {11000, 14000, 21000, 24000});
        Assert.assertEquals(
                student.tensor(LAYER + "output.LayerNorm.bias").toFloats(),
                new float[] {11000, 21000});
        Assert.assertEquals(student.tensor("classifier.weight").dims(), new long[] {2, 2});
        Assert.assertEquals(student.tensor("classifier.bias").dims(), new long[] {2});
        try (TaggerModel model =
                TaggerModel.builder()
                        .setConfig(student.shape())
                        .setWeights(student)
                        .setLabels(List.of("A", "B"))
                        .build()) {
            Assert.assertEquals(model.config().hiddenSize(), 2);
        }
    }

    @Test
    public void wholeWidthLeavesAllAsItIs() throws MalformedModelException {
        Safetensors teacher = teacher();
        NarrowerWidth student = NarrowerWidth.of(teacher, TEACHER, 1);
        Assert.assertEquals(student.shape(), TEACHER);
        for (Parameter parameter :
                new TokenClassifier(new BertEncoder(TEACHER), 2).getParameters().values()) {
            String name = parameter.getName();
            Assert.assertEquals(
                    student.tensor(name).toFloats(), teacher.tensor(name).toFloats(), name);
        }
    }

    @DataProvider
    public Object[][] badShares() {
        return new Object[][] {{0.0}, {-1.0}, {2.0}, {Double.NaN}};
    }

    @Test(dataProvider = "badShares")
    public void widthsThatAreNoShareAreRefused(double share) {
        IllegalArgumentException e =
                Assert.expectThrows(
                        IllegalArgumentException.class,
                        () -> NarrowerWidth.of(teacher(), TEACHER, share));
        Assert.assertTrue(e.getMessage().contains(String.valueOf(share)), e.getMessage());
    }

    @Test
    public void weightsOfAnotherWidthAreRefused() {
        EncoderConfig other = new EncoderConfig(1, 8, 2, 4, 3, 5, 2, 1e-12f, 0, List.of());
        Assert.assertThrows(
                MalformedModelException.class, () -> NarrowerWidth.of(teacher(), other, 0.5));
    }
}
