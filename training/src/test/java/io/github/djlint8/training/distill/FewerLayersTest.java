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
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.checkpoint.Safetensors;
import io.github.djlint8.training.bert.EncoderConfig;
import io.github.djlint8.training.bert.LayerShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class FewerLayersTest {

    @DataProvider
    public Object[][] selections() {
        return new Object[][] {
            {12, 0.5, List.of(1, 3, 5, 7, 9, 11)},
            {12, 0.25, List.of(3, 7, 11)},
            {6, 0.5, List.of(1, 3, 5)},
            {4, 1.0, List.of(0, 1, 2, 3)},
            {5, 0.6, List.of(1, 2, 4)},
            {3, 0.01, List.of(2)},
            {1, 0.5, List.of(0)},
        };
    }

    @Test(dataProvider = "selections")
    public void layersAreSpreadEvenlyUpToTheLast(int layers, double size, List<Integer> kept) {
        Assert.assertEquals(FewerLayers.select(layers, size), kept);
    }

    @DataProvider
    public Object[][] badSizes() {
        return new Object[][] {{0.0}, {-0.5}, {2.0}, {Double.NaN}};
    }

    @Test(dataProvider = "badSizes")
    public void sizesThatAreNoShareAreRefused(double size) {
        IllegalArgumentException e =
                Assert.expectThrows(
                        IllegalArgumentException.class, () -> FewerLayers.select(12, size));
        Assert.assertTrue(e.getMessage().contains(String.valueOf(size)), e.getMessage());
    }

    @Test
    public void pairsAreSpreadOverBothEncoders() {
        Assert.assertEquals(
                LayerPair.uniform(3, 12),
                List.of(new LayerPair(1, 4), new LayerPair(2, 8), new LayerPair(3, 12)));
        Assert.assertEquals(
                LayerPair.uniform(6, 2), List.of(new LayerPair(3, 1), new LayerPair(6, 2)));
        Assert.assertThrows(IllegalArgumentException.class, () -> new LayerPair(-1, 2));
    }

    @Test
    public void prunedLayersKeepTheirShapes() {
        EncoderConfig teacher =
                new EncoderConfig(3, 16, 2, 32, 9, 20, 2, 1e-12f, 0, List.of())
                        .withShapes(
                                List.of(
                                        new LayerShape(2, 30),
                                        new LayerShape(1, 20),
                                        new LayerShape(2, 10)));
        Safetensors none = new Safetensors("none", Map.of(), Map.of());
        EncoderConfig student = new FewerLayers(none, List.of(1, 2)).shape(teacher);
        Assert.assertEquals(student.layers(), 2);
        Assert.assertEquals(
                student.shapes(), List.of(new LayerShape(1, 20), new LayerShape(2, 10)));
    }

    @Test
    public void keptLayersAreRenumberedAndAllElseStays() throws MalformedModelException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name :
                List.of(
                        "bert.encoder.layer.0.output.dense.bias",
                        "bert.encoder.layer.10.output.dense.bias",
                        "bert.encoder.layer.11.output.dense.bias",
                        "classifier.bias")) {
            float[] value = {tensors.size()};
            tensors.put(name, Tensor.ofFloats(name, value, 1));
        }
        FewerLayers student =
                new FewerLayers(new Safetensors("teacher", tensors, Map.of()), List.of(10, 11));
        Tensor first = student.tensor("bert.encoder.layer.0.output.dense.bias");
        Assert.assertEquals(first.toFloats(), new float[] {1});
        Assert.assertEquals(first.name(), "bert.encoder.layer.0.output.dense.bias");
        Assert.assertEquals(
                student.tensor("bert.encoder.layer.1.output.dense.bias").toFloats(),
                new float[] {2});
        Assert.assertEquals(student.tensor("classifier.bias").toFloats(), new float[] {3});
        Assert.assertTrue(student.find("bert.encoder.layer.2.output.dense.bias").isEmpty());
        Assert.assertEquals(student.source(), "teacher");
    }
}
