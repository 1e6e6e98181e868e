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
package io.github.djlint8.onnx.quantize;

import io.github.djlint8.api.ActivationScheme;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.proto.ValueInfoProto;
import io.github.djlint8.onnx.synthetic.EncoderExport;
import io.github.djlint8.onnx.synthetic.EncoderForm;
import io.github.djlint8.onnx.synthetic.EncoderForm.Attention;
import io.github.djlint8.onnx.synthetic.EncoderForm.Family;
import io.github.djlint8.onnx.synthetic.EncoderForm.Gelu;
import io.github.djlint8.onnx.synthetic.EncoderForm.Heads;
import io.github.djlint8.onnx.synthetic.EncoderForm.Mask;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Quantized products take up the biases of the operators behind them. */
public class AbsorbBiasesTest {

    private static final int WITH_BIAS = 7;

    /**
     * Sums in another order may round an activation to its other neighbour, a step of about 0.03,
     * which a weight of about 0.3 multiplies. A bias left out, of about 0.3, shows ten times as
     * much.
     */
    private static final float TOLERANCE = 0.03f;

    private static final long[][] IDS = {{2, 7, 30, 49, 9, 3}, {2, 12, 5, 3, 8, 1}};
    private static final long[][] MASK = {{1, 1, 1, 1, 1, 1}, {1, 1, 1, 1, 1, 1}};

    @DataProvider
    public Object[][] gelus() {
        return new Object[][] {{Gelu.ERF}, {Gelu.TANH}};
    }

    @Test(dataProvider = "gelus")
    public void productsOfWholeTensorsTakeUpEveryBias(Gelu gelu) throws Exception {
        OnnxModel quantized = quantize(gelu, ActivationScheme.TENSOR);
        // In each layer: the projections in one, the output of attention, and two of the network.
        Assert.assertEquals(biased(quantized.graph()), 4L * EncoderExport.LAYERS);
        for (Node node : quantized.graph().nodes()) {
            int inputs =
                    switch (node.opType()) {
                        case "MultiHeadAttention" -> 5;
                        case "BiasGelu" -> 0;
                        case "FastGelu" -> 1;
                        case "SkipLayerNormalization" -> 4;
                        default -> node.inputs().size();
                    };
            Assert.assertEquals(node.inputs().size(), inputs, node.toString());
        }
    }

    @Test(dataProvider = "gelus")
    public void answersAreThoseOfSumsBehindTheProducts(Gelu gelu) throws Exception {
        OnnxModel quantized = quantize(gelu, ActivationScheme.TENSOR);
        Graph graph = quantized.graph();
        for (Node node : graph.nodes()) {
            if (node.inputs().size() == WITH_BIAS && isProduct(node)) {
                String product = graph.uniqueName(node.label() + "/unbiased");
                String bias = node.input(WITH_BIAS - 1);
                Node unbiased = node.withInputs(node.inputs().subList(0, 5).toArray(new String[0]));
                graph.replace(node, unbiased.withOutputs(product));
                graph.add(
                        Node.builder("Add", graph.uniqueName("sum"))
                                .addInputs(product, bias)
                                .addOutputs(node.output(0))
                                .build());
            }
        }
        float[] expected = Sessions.encode(quantized.withGraph(graph), IDS, MASK);
        float[] found = Sessions.encode(quantized, IDS, MASK);
        Assert.assertEquals(found, expected, TOLERANCE);
    }

    @Test
    public void productsOfTokensKeepTheirBiasBehindTheMagnitudes() throws Exception {
        OnnxModel quantized = quantize(Gelu.ERF, ActivationScheme.TOKEN);
        Assert.assertEquals(biased(quantized.graph()), 0);
        Assert.assertEquals(
                quantized.graph().nodes().stream()
                        .filter(n -> n.opType().equals("BiasGelu"))
                        .count(),
                EncoderExport.LAYERS);
    }

    @Test
    public void aProductThatOthersReadKeepsItsValue() throws Exception {
        OnnxModel model = encoder(Gelu.ERF);
        Graph graph = model.graph();
        String probed = graph.nodes("MatMul").get(0).output(0);
        graph.add(Node.builder("Neg", "probe").addInputs(probed).addOutputs("probe").build());
        graph.setOutputs(
                List.of(
                        graph.outputs().get(0),
                        ValueInfoProto.newBuilder().setName("probe").build()));
        DynamicConfig config =
                DynamicConfig.builder().optActivations(ActivationScheme.TENSOR).build();
        Graph quantized = DynamicQuantizer.quantize(model.withGraph(graph), config).model().graph();
        Assert.assertEquals(biased(quantized), 4L * EncoderExport.LAYERS - 1);
    }

    private static OnnxModel quantize(Gelu gelu, ActivationScheme scheme) throws Exception {
        DynamicConfig config = DynamicConfig.builder().optActivations(scheme).build();
        return DynamicQuantizer.quantize(encoder(gelu), config).model();
    }

    private static OnnxModel encoder(Gelu gelu) {
        return EncoderExport.build(
                new EncoderForm(Family.BERT, 17, Attention.DIVIDED, Mask.ADDED, Heads.BOTH, gelu));
    }

    private static long biased(Graph graph) {
        return graph.nodes().stream()
                .filter(n -> isProduct(n) && n.inputs().size() == WITH_BIAS)
                .count();
    }

    private static boolean isProduct(Node node) {
        return node.opType().equals("MatMulIntegerToFloat");
    }
}
