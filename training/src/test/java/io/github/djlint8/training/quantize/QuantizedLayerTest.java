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
package io.github.djlint8.training.quantize;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.TensorCalibration;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.checkpoint.CheckpointGraph;
import io.github.djlint8.onnx.quantize.FixedSmoothing;
import io.github.djlint8.onnx.quantize.QuantizationPlan;
import io.github.djlint8.onnx.quantize.StaticQuantizer;
import io.github.djlint8.training.MiniLm;
import io.github.djlint8.training.OnnxRun;
import io.github.djlint8.training.TaggerModel;
import io.github.djlint8.training.bert.LinearQuantizer;
import io.github.djlint8.training.bert.TokenClassifier;
import io.github.djlint8.training.export.OnnxExport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * Each layer of a published encoder against its integer form in ONNX Runtime, on the same
 * activation.
 *
 * <p>From layer to layer float operators of two libraries move a few activations over the edge to
 * the next integer; from the same activation nothing may differ but the last bits.
 */
public class QuantizedLayerTest {

    private static final Shape SHAPE = new Shape(4, 24);
    private static final int WORDS = 30_522;
    private static final int LAYERS = 36;

    /** The product has at most three float roundings of 6e-8 behind its exact sum. */
    private static final double BOUND = 4e-7;

    @DataProvider
    public Object[][] choices() {
        return new Object[][] {{ActivationChoice.STATIC}, {ActivationChoice.TOKEN}};
    }

    @Test(dataProvider = "choices")
    public void everyLayerComputesAsItsIntegerForm(ActivationChoice choice) throws Exception {
        OnnxModel base = OnnxModel.open(MiniLm.file());
        long[] ids = Observed.ids(WORDS, SHAPE, 1);
        try (TaggerModel model = tagger(base)) {
            OnnxModel graph = OnnxExport.merge(model, base, "last_hidden_state");
            CalibrationTable table =
                    FixedSmoothing.decide(
                            graph,
                            Observed.table(graph, ids, SHAPE, t -> choice),
                            StaticConfig.defaults());
            Assert.assertEquals(
                    table.tensors().values().stream().anyMatch(TensorCalibration::isDivided),
                    choice == ActivationChoice.STATIC);
            QuantizationAwareConfig config = QuantizationAwareConfig.builder().build();
            FakeQuantization quantization = FakeQuantization.install(model, graph, table, config);
            Map<String, QuantizedLayers.Input> inputs =
                    QuantizedLayers.of(graph, config.quantization(), model.parameters()).linear();
            Graph fused = QuantizationPlan.of(graph, config.quantization()).model().graph();
            Assert.assertEquals(inputs.size(), LAYERS);
            Set<String> tensors = new TreeSet<>();
            inputs.values().forEach(x -> tensors.add(seen(fused, x.activation())));
            Map<String, float[]> values = Observed.values(graph, tensors, ids, SHAPE);
            Map<String, Double> far = new TreeMap<>();
            TokenClassifier block = (TokenClassifier) model.model().getBlock();
            block.visitLinear(
                    (layer, weight) -> {
                        if (inputs.containsKey(layer)) {
                            String activation = inputs.get(layer).activation();
                            Optional<Node> gelu = gelu(fused, activation);
                            Tensor bias =
                                    gelu.isEmpty()
                                            ? null
                                            : fused.constant(gelu.get().input(1)).orElseThrow();
                            double distance =
                                    distance(
                                            quantization.linear(layer).orElseThrow(),
                                            layer(weight, bias),
                                            table.tensors().get(activation),
                                            values.get(seen(fused, activation)),
                                            weight);
                            if (!(distance <= BOUND)) {
                                far.put(layer, distance);
                            }
                        }
                    });
            Assert.assertTrue(far.isEmpty(), "far from their integer forms: " + far);
        }
    }

    /** Returns the GELU that makes an activation, whose rows have a grid of their own. */
    private static Optional<Node> gelu(Graph fused, String activation) {
        return fused.producer(activation).filter(n -> n.opType().equals("BiasGelu"));
    }

    private static String seen(Graph fused, String activation) {
        return gelu(fused, activation).map(n -> n.input(0)).orElse(activation);
    }

    private static TaggerModel tagger(OnnxModel base) throws Exception {
        return TaggerModel.builder()
                .setConfig(MiniLm.CONFIG)
                .setWeights(new CheckpointGraph(base.graph(), "MiniLM"))
                .setLabels(List.of("A", "B"))
                .build();
    }

    /** Returns the largest difference of a row as a share of its largest value. */
    private static double distance(
            LinearQuantizer quantizer,
            OnnxModel layer,
            TensorCalibration range,
            float[] seen,
            NDArray weight) {
        try (NDManager manager = weight.getManager().newSubManager()) {
            int in = (int) weight.getShape().get(1);
            int out = (int) weight.getShape().get(0);
            TensorCalibration a =
                    new TensorCalibration(
                            "a",
                            range.range(),
                            range.method(),
                            range.count(),
                            range.choice(),
                            new float[0],
                            new float[0],
                            range.channelDivisors());
            CalibrationTable table =
                    CalibrationTable.of(Observed.HASH, Observed.HASH, 1, List.of(a));
            StaticConfig config = QuantizationAwareConfig.builder().build().quantization();
            OnnxModel integers = StaticQuantizer.quantize(layer, table, config).model();
            List<float[]> found = run(integers, seen, new Shape(1, seen.length / in, in));
            NDArray activation = manager.create(found.get(0), new Shape(seen.length / in, in));
            float[] fake =
                    quantizer
                            .product(new ParameterStore(manager, false), activation, weight, false)
                            .toFloatArray();
            return distance(found.get(1), fake, out);
        } catch (Exception e) {
            throw new AssertionError("Layer with the activation " + range.tensor(), e);
        }
    }

    private static double distance(float[] found, float[] expected, int width) {
        Assert.assertEquals(found.length, expected.length);
        double worst = 0;
        for (int row = 0; row < found.length; row += width) {
            double largest = 0;
            double difference = 0;
            for (int i = row; i < row + width; i++) {
                largest = Math.max(largest, Math.abs(expected[i]));
                difference = Math.max(difference, Math.abs(found[i] - expected[i]));
            }
            Assert.assertTrue(largest > 0, "a row of zeros");
            worst = Math.max(worst, difference / largest);
        }
        return worst;
    }

    /** A model that returns the activation and its product; with a bias it is that of a GELU. */
    private static OnnxModel layer(NDArray weight, Tensor bias) {
        long out = weight.getShape().get(0);
        long in = weight.getShape().get(1);
        ModelBuilder layer =
                new ModelBuilder("layer")
                        .optOpset(Node.MICROSOFT, 1)
                        .addInput("x", ElementType.FLOAT, "b", "m", in)
                        .addInitializer(
                                Tensor.ofFloats("w", weight.transpose().toFloatArray(), in, out));
        Node.Builder activation = Node.builder(bias == null ? "Identity" : "BiasGelu", "a");
        if (bias == null) {
            activation.addInputs("x");
        } else {
            layer.addInitializer(bias.withName("bias"));
            activation.optDomain(Node.MICROSOFT).addInputs("x", "bias");
        }
        return layer.addNode(activation.addOutputs("a").build())
                .addNode(Node.builder("MatMul", "y").addInputs("a", "w").addOutputs("y").build())
                .addOutput("a", ElementType.FLOAT, "b", "m", in)
                .addOutput("y", ElementType.FLOAT, "b", "m", out)
                .build();
    }

    private static List<float[]> run(OnnxModel model, float[] x, Shape shape) throws Exception {
        Path file = Files.createTempFile("layer", ".onnx");
        try {
            ModelWriter.write(model, file);
            return OnnxRun.all(
                    file, manager -> new NDList(OnnxRun.named("x", manager.create(x, shape))));
        } finally {
            Files.delete(file);
        }
    }
}
