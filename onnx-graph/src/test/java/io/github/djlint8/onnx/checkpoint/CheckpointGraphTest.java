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
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.synthetic.BertConfig;
import io.github.djlint8.onnx.synthetic.BertGraph;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.Test;

public class CheckpointGraphTest {

    private static final String QUERY = "encoder.layer.0.attention.self.query.weight";

    @Test
    public void anonymousWeightsAreFoundInTheOrderOfTheCheckpoint() throws Exception {
        Graph graph = model().graph();
        // The first product of the exporter's order is the query of the first layer.
        float[] stored = graph.initializer("onnx::MatMul_0").orElseThrow().toFloats();
        Tensor found = new CheckpointGraph(graph, "model").tensor(QUERY);
        Assert.assertEquals(found.name(), QUERY);
        Assert.assertEquals(found.toFloats()[1], stored[4]);
        Assert.assertEquals(found.toFloats()[4], stored[1]);
    }

    @Test
    public void replacingIsTheOppositeOfFinding() throws Exception {
        Graph graph = model().graph();
        CheckpointGraph weights = new CheckpointGraph(graph, "model");
        for (String name :
                new String[] {
                    QUERY,
                    "encoder.layer.0.intermediate.dense.weight",
                    "encoder.layer.0.intermediate.dense.bias",
                    "embeddings.word_embeddings.weight",
                    "classifier.weight"
                }) {
            Tensor old = weights.tensor(name);
            float[] values = old.toFloats();
            for (int i = 0; i < values.length; i++) {
                values[i] = i;
            }
            weights.replace(Tensor.ofFloats(name, values, old.dims()));
            Assert.assertEquals(weights.tensor(name).toFloats(), values, name);
        }
    }

    @Test
    public void weightsOnTheHeapAreSharedAndMappedOnesCopied() throws Exception {
        Graph graph = model().graph();
        CheckpointGraph weights = new CheckpointGraph(graph, "model");
        String name = "encoder.layer.0.output.dense.bias";
        ByteBuffer heap = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        weights.replace(Tensor.of(name, ElementType.FLOAT, new long[] {4}, heap));
        heap.putFloat(8, 3);
        Assert.assertEquals(weights.tensor(name).toFloats(), new float[] {0, 0, 3, 0});
        ByteBuffer direct = ByteBuffer.allocateDirect(16).order(ByteOrder.LITTLE_ENDIAN);
        weights.replace(Tensor.of(name, ElementType.FLOAT, new long[] {4}, direct));
        direct.putFloat(8, 5);
        Assert.assertEquals(weights.tensor(name).toFloats(), new float[4]);
    }

    @Test
    public void largeWeightsLeaveTheHeap() throws Exception {
        Graph graph = model().graph();
        CheckpointGraph weights = new CheckpointGraph(graph, "model");
        String name = "embeddings.word_embeddings.weight";
        float[] values = new float[5000 * 4];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        Tensor heap = Tensor.ofFloats(name, values, 5000, 4);
        ByteBuffer direct = ByteBuffer.allocateDirect(80_000).order(ByteOrder.LITTLE_ENDIAN);
        direct.asFloatBuffer().put(values);
        long[] dims = {5000, 4};
        for (Tensor source : List.of(heap, Tensor.of(name, ElementType.FLOAT, dims, direct))) {
            weights.resize(source);
            direct.putFloat(8, -1);
            Tensor found = weights.tensor(name);
            Assert.assertTrue(found.data().isDirect());
            Assert.assertEquals(found.dims(), dims);
            Assert.assertEquals(found.toFloats(), values);
            direct.putFloat(8, 2);
        }
    }

    @Test
    public void anotherShapeIsRefused() throws Exception {
        CheckpointGraph weights = new CheckpointGraph(model().graph(), "model");
        String wide = "encoder.layer.0.intermediate.dense.weight";
        Assert.assertThrows(
                MalformedModelException.class,
                () -> weights.replace(Tensor.ofFloats(wide, new float[8], 2, 4)));
        Assert.assertThrows(
                MalformedModelException.class,
                () -> weights.replace(Tensor.ofFloats("none.weight", new float[1], 1)));
    }

    private static OnnxModel model() throws Exception {
        return BertGraph.build(
                BertConfig.builder()
                        .optLayers(1)
                        .optHiddenSize(4)
                        .optHeads(2)
                        .optIntermediateSize(8)
                        .optVocabularySize(11)
                        .optMaxPositions(5)
                        .optLabels(3)
                        .build());
    }
}
