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

import ai.djl.MalformedModelException;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.fuse.Fusions;
import io.github.djlint8.onnx.pass.FoldAliases;
import io.github.djlint8.onnx.pass.GraphPass;
import io.github.djlint8.onnx.pass.PassPipeline;
import io.github.djlint8.onnx.pass.RemoveDeadNodes;
import io.github.djlint8.onnx.quantize.QuantizationReport.Layer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Dynamic quantization: int8 weights, and activations whose scales are computed while the model
 * runs, so that no calibration data are needed.
 *
 * <p>Stateless and safe for use by many threads.
 */
public final class DynamicQuantizer {

    private static final String METADATA = "djl.int8.";
    private static final int MIN_OPSET = 7;

    private DynamicQuantizer() {}

    /**
     * Quantizes a float model.
     *
     * @param model the model, left as it is
     * @param config what to do
     * @return the quantized model and the report
     * @throws MalformedModelException if the model contradicts itself, a weight is NaN or infinite,
     *     or its operator set is too old
     * @throws IllegalArgumentException if the model is already quantized, or a name or glob to skip
     *     matches nothing
     */
    public static QuantizationResult quantize(OnnxModel model, DynamicConfig config)
            throws MalformedModelException {
        Graph graph = model.graph();
        requireFloat(model);
        requireOpset(model);
        requireMatches(graph, config);
        LayerLog log = new LayerLog();
        PassPipeline pipeline = new PassPipeline(passes(config, log));
        OnnxModel quantized = pipeline.run(model);
        QuantizationReport report =
                new QuantizationReport(inOrder(graph, log.layers()), pipeline.changes());
        return new QuantizationResult(quantized.withMetadata(metadata(config, report)), report);
    }

    /**
     * Returns whether a model has quantized operators already.
     *
     * @param model the model
     * @return whether it has
     */
    public static boolean isQuantized(OnnxModel model) {
        return QuantizedOperators.first(model.proto().getGraph()).isPresent();
    }

    /** The one list of what happens, in its order. */
    private static List<GraphPass> passes(DynamicConfig config, LayerLog log) {
        WeightStore weights = new WeightStore();
        List<GraphPass> passes = new ArrayList<>();
        passes.add(new FoldAliases());
        passes.add(new ReportFloatLayers(log));
        if (config.fuse()) {
            passes.addAll(Fusions.passes());
        }
        passes.add(new QuantizeEmbeddings(config, weights, log));
        passes.add(new QuantizeProducts(config, weights, log));
        passes.add(new RemoveDeadNodes());
        return passes;
    }

    private static void requireFloat(OnnxModel model) {
        Optional<Node> node = QuantizedOperators.first(model.proto().getGraph());
        if (node.isPresent()) {
            throw new IllegalArgumentException(
                    name(model)
                            + " is already quantized: it has the node "
                            + node.get()
                            + ". Quantize the float model, or load this one as it is");
        }
    }

    private static void requireOpset(OnnxModel model) throws MalformedModelException {
        if (model.opset("") < MIN_OPSET) {
            throw new MalformedModelException(
                    name(model)
                            + " uses the ONNX operator set "
                            + model.opset("")
                            + "; quantizing needs at least "
                            + MIN_OPSET);
        }
    }

    private static void requireMatches(Graph graph, DynamicConfig config) {
        List<String> names = new ArrayList<>(graph.initializerNames());
        graph.nodes().forEach(n -> names.add(n.label()));
        graph.nodes("Constant").forEach(n -> names.addAll(n.outputs()));
        List<String> unmatched = config.skip().unmatched(names);
        if (!unmatched.isEmpty()) {
            throw new IllegalArgumentException(
                    "No node and no weight has a name like " + String.join(", ", unmatched));
        }
    }

    private static List<Layer> inOrder(Graph graph, List<Layer> layers) {
        Map<String, Integer> positions = new HashMap<>();
        graph.nodes().forEach(n -> positions.putIfAbsent(n.label(), positions.size()));
        return layers.stream()
                .sorted(Comparator.comparing(l -> positions.getOrDefault(l.node(), 0)))
                .toList();
    }

    private static Map<String, String> metadata(DynamicConfig config, QuantizationReport report) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put(METADATA + "config", config.canonical());
        entries.put(METADATA + "quantizedLayers", String.valueOf(report.quantizedLayers().size()));
        entries.put(METADATA + "floatLayers", String.valueOf(report.floatLayers().size()));
        return entries;
    }

    private static String name(OnnxModel model) {
        return model.source().map(f -> "ONNX model " + f).orElse("The ONNX model");
    }
}
