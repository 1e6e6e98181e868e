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
import io.github.djlint8.api.LibraryVersion;
import io.github.djlint8.api.QuantizationConfig;
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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The quantization of one model: checks, passes, report and provenance. */
final class QuantizationJob {

    private static final String METADATA = "djl.int8.";
    private static final int MIN_OPSET = 7;

    private final QuantizationConfig config;
    private final LayerLog log = new LayerLog();
    private final WeightStore weights = new WeightStore();
    private final List<GraphPass> passes = new ArrayList<>();

    /**
     * Creates a job with the passes that every kind of quantization begins with.
     *
     * @param config what to do
     * @param alsoQuantized operators that are quantized besides products and embeddings
     */
    QuantizationJob(QuantizationConfig config, Set<String> alsoQuantized) {
        this.config = config;
        passes.add(new FoldAliases());
        passes.add(new ReportFloatLayers(log, alsoQuantized));
        if (config.fuse()) {
            passes.addAll(Fusions.passes(log::unfused));
        }
        passes.add(new QuantizeEmbeddings(config, weights, log));
    }

    /** Returns where passes note what they decide. */
    LayerLog log() {
        return log;
    }

    /** Returns the quantized weights that passes share. */
    WeightStore weights() {
        return weights;
    }

    /** Adds a pass behind the others. */
    QuantizationJob then(GraphPass pass) {
        passes.add(pass);
        return this;
    }

    /**
     * Runs the passes.
     *
     * @param model the model, left as it is
     * @param provenance what to write into its metadata besides the configuration
     * @return the quantized model and the report
     * @throws MalformedModelException if the model contradicts itself, a weight is NaN or infinite,
     *     or its operator set is too old
     * @throws IllegalArgumentException if the model is already quantized, or a name or glob to skip
     *     matches nothing
     */
    QuantizationResult run(OnnxModel model, Map<String, String> provenance)
            throws MalformedModelException {
        Graph graph = model.graph();
        requireFloat(model);
        requireOpset(model);
        requireMatches(graph);
        if (config.fuse()) {
            passes.add(new MergeProducts());
            passes.add(new AbsorbBiases(log));
        }
        passes.add(new RemoveDeadNodes());
        PassPipeline pipeline = new PassPipeline(passes);
        OnnxModel quantized = pipeline.run(model);
        QuantizationReport report =
                new QuantizationReport(
                        inOrder(graph, log.layers()), pipeline.changes(), log.unfused());
        return new QuantizationResult(quantized.withMetadata(metadata(report, provenance)), report);
    }

    static void requireFloat(OnnxModel model) {
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

    private void requireMatches(Graph graph) {
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

    private Map<String, String> metadata(
            QuantizationReport report, Map<String, String> provenance) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put(METADATA + "config", config.canonical());
        entries.put(METADATA + "quantizedLayers", String.valueOf(report.quantizedLayers().size()));
        entries.put(METADATA + "floatLayers", String.valueOf(report.floatLayers().size()));
        entries.put(QuantizationReport.METADATA_LAYERS, layers(report));
        entries.put(METADATA + "floatReasons", floatReasons(report));
        if (!log.folded().isEmpty()) {
            entries.put(QuantizationReport.METADATA_FOLDED, String.join("\n", log.folded()));
        }
        entries.put(METADATA + "version", LibraryVersion.get());
        provenance.forEach((key, value) -> entries.put(METADATA + key, value));
        return entries;
    }

    /** One line for each quantized layer: node, activations, and noise of the weight in dB. */
    private static String layers(QuantizationReport report) {
        return report.quantizedLayers().stream()
                .map(
                        l ->
                                String.format(
                                        Locale.ROOT,
                                        "%s\t%s\t%.2f",
                                        l.node(),
                                        l.activations().isEmpty() ? "-" : l.activations(),
                                        l.sqnr()))
                .collect(Collectors.joining("\n"));
    }

    /** One line for each layer that stayed float: node and reason. */
    private static String floatReasons(QuantizationReport report) {
        return report.floatLayers().stream()
                .map(l -> l.node() + "\t" + l.reason())
                .collect(Collectors.joining("\n"));
    }

    private static String name(OnnxModel model) {
        return model.source().map(f -> "ONNX model " + f).orElse("The ONNX model");
    }
}
