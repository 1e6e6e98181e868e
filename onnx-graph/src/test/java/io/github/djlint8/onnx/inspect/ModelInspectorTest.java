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
package io.github.djlint8.onnx.inspect;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.inspect.ModelSummary.Layer;
import io.github.djlint8.onnx.inspect.ModelSummary.Operation;
import io.github.djlint8.onnx.inspect.ModelSummary.Port;
import io.github.djlint8.onnx.inspect.ModelSummary.Total;
import io.github.djlint8.onnx.inspect.ModelSummary.Weight;
import io.github.djlint8.onnx.proto.ModelProto;
import io.github.djlint8.onnx.proto.TensorProto;
import io.github.djlint8.onnx.synthetic.BertConfig;
import io.github.djlint8.onnx.synthetic.BertGraph;
import java.util.List;
import java.util.Map;
import org.testng.annotations.Test;

/** Figures are counted by hand. */
public class ModelInspectorTest {

    @Test
    public void summarizesASmallModel() throws Exception {
        ModelSummary summary = ModelInspector.inspect(small());
        assertEquals(summary.producer(), "test");
        assertEquals(summary.irVersion(), 8);
        assertEquals(summary.opsets(), Map.of("ai.onnx", 17L, "com.microsoft", 1L));
        assertEquals(summary.metadata(), Map.of("k", "v"));
        assertEquals(summary.inputs(), List.of(new Port("x", "FLOAT", List.of("batch", "2"))));
        assertEquals(summary.outputs(), List.of(new Port("z", "FLOAT", List.of("batch", "3"))));
        assertEquals(
                summary.operators(),
                Map.of("MatMul", 2, "DequantizeLinear", 1, "com.microsoft.Gelu", 1, "Constant", 1));
        assertEquals(summary.operators().keySet().iterator().next(), "MatMul");
        assertEquals(
                summary.operations(),
                List.of(
                        new Operation("/enc/0/MatMul", "MatMul", "w", ElementType.INT8, "enc.0"),
                        new Operation("/enc/1/MatMul", "MatMul", "v", ElementType.FLOAT, "enc.1")));
        // w: 6 bytes and a scale; v: a Constant node of 9 floats.
        assertEquals(
                summary.layers(),
                List.of(
                        new Layer(
                                "enc.0",
                                7,
                                10,
                                Map.of(ElementType.INT8, 6L, ElementType.FLOAT, 4L)),
                        new Layer("enc.1", 9, 36, Map.of(ElementType.FLOAT, 36L))));
        assertEquals(
                summary.weights(),
                List.of(
                        new Weight("w", ElementType.INT8, List.of(2L, 3L), 6, false),
                        new Weight("s", ElementType.FLOAT, List.of(), 4, false)));
        assertEquals(summary.totals().get(ElementType.FLOAT), new Total(2, 10, 40));
        assertEquals(summary.totals().keySet().iterator().next(), ElementType.FLOAT);
        assertEquals(summary.parameters(), 16);
        assertEquals(summary.bytes(), 46);
    }

    @Test
    public void groupsTheLayersOfAnEncoder() throws Exception {
        BertConfig config =
                BertConfig.builder()
                        .optLayers(2)
                        .optHiddenSize(8)
                        .optHeads(2)
                        .optIntermediateSize(16)
                        .optVocabularySize(10)
                        .optMaxPositions(4)
                        .optLabels(3)
                        .build();
        ModelSummary summary = ModelInspector.inspect(BertGraph.build(config));
        List<String> names = summary.layers().stream().map(Layer::name).toList();
        assertTrue(
                names.containsAll(
                        List.of("embeddings", "encoder.layer.0", "encoder.layer.1", "classifier")),
                names.toString());
        Layer second = summary.layers().get(names.indexOf("encoder.layer.1"));
        // Four 8x8 products with bias, two of 8x16 with bias, two norms, and the float constants
        // of norms (2 each), attention (1) and GELU (3).
        long weights = 4 * (64 + 8) + 2 * 128 + 16 + 8 + 2 * 16 + 2 * 2 + 1 + 3;
        assertEquals(second.parameters(), weights);
        // Six products in each of two layers, three tables and the head.
        assertEquals(summary.operations().size(), 2 * 6 + 3 + 1);
    }

    @Test
    public void refusesDimensionsThatDoNotMakeSense() {
        for (long[] dims : new long[][] {{-1, 2}, {1L << 40, 1L << 40}, {1L << 62, 1}}) {
            TensorProto.Builder tensor = TensorProto.newBuilder().setName("w").setDataType(1);
            for (long dim : dims) {
                tensor.addDims(dim);
            }
            ModelProto.Builder model = small().proto().toBuilder();
            model.getGraphBuilder().setInitializer(0, tensor);
            MalformedModelException e =
                    expectThrows(
                            MalformedModelException.class,
                            () -> ModelInspector.inspect(OnnxModel.of(model.build())));
            assertTrue(e.getMessage().contains("Tensor w"), e.getMessage());
        }
    }

    private static OnnxModel small() {
        return new ModelBuilder("g")
                .optProducer("test")
                .optOpset("com.microsoft", 1)
                .addMetadata("k", "v")
                .addInput("x", ElementType.FLOAT, "batch", 2)
                .addInitializer(Tensor.ofBytes("w", ElementType.INT8, new byte[6], 2, 3))
                .addInitializer(Tensor.ofFloats("s", new float[] {1}))
                .addNode(node("DequantizeLinear", "/enc/0/dequantize", "wf", "w", "s"))
                .addNode(node("MatMul", "/enc/0/MatMul", "y", "x", "wf"))
                .addNode(
                        Node.builder("Gelu", "/enc/1/gelu")
                                .optDomain("com.microsoft")
                                .addInputs("y")
                                .addOutputs("a")
                                .build())
                .addNode(
                        Node.builder("Constant", "/enc/1/Constant")
                                .addTensor("value", Tensor.ofFloats("", new float[9], 3, 3))
                                .addOutputs("v")
                                .build())
                .addNode(node("MatMul", "/enc/1/MatMul", "z", "a", "v"))
                .addOutput("z", ElementType.FLOAT, "batch", 3)
                .build();
    }

    private static Node node(String op, String name, String output, String... inputs) {
        return Node.builder(op, name).addInputs(inputs).addOutputs(output).build();
    }
}
