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

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.inspect.ModelSummary.Port;
import io.github.djlint8.onnx.proto.GraphProto;
import io.github.djlint8.onnx.proto.ModelProto;
import io.github.djlint8.onnx.proto.NodeProto;
import io.github.djlint8.onnx.proto.OperatorSetIdProto;
import io.github.djlint8.onnx.proto.TensorShapeProto.Dimension;
import io.github.djlint8.onnx.proto.TypeProto;
import io.github.djlint8.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells what a model is made of.
 *
 * <p>Safe for use by many threads.
 */
public final class ModelInspector {

    private ModelInspector() {}

    /**
     * Inspects a model.
     *
     * @param model the model
     * @return its summary
     * @throws MalformedModelException if the model contradicts itself or its external data is
     *     missing
     */
    public static ModelSummary inspect(OnnxModel model) throws MalformedModelException {
        ModelProto proto = model.proto();
        Graph graph = model.graph();
        WeightCensus census = WeightCensus.of(proto.getGraph());
        return new ModelSummary(
                (proto.getProducerName() + " " + proto.getProducerVersion()).strip(),
                proto.getIrVersion(),
                opsets(proto),
                model.metadata(),
                ports(graph.inputs()),
                ports(graph.outputs()),
                operators(proto.getGraph()),
                WeightedOperations.of(graph),
                census.layers(),
                census.weights(),
                census.totals(),
                census.parameters(),
                census.bytes());
    }

    private static Map<String, Long> opsets(ModelProto proto) {
        Map<String, Long> versions = new LinkedHashMap<>();
        for (OperatorSetIdProto opset : proto.getOpsetImportList()) {
            String domain = opset.getDomain().isEmpty() ? "ai.onnx" : opset.getDomain();
            versions.put(domain, opset.getVersion());
        }
        return versions;
    }

    private static List<Port> ports(List<ValueInfoProto> values) {
        return values.stream().map(ModelInspector::port).toList();
    }

    private static Port port(ValueInfoProto value) {
        TypeProto type = value.getType();
        if (!type.hasTensorType()) {
            String kind = type.getValueCase().name().replace("_TYPE", "").replace("VALUE_", "");
            return new Port(value.getName(), kind, List.of());
        }
        List<String> shape = new ArrayList<>();
        for (Dimension dim : type.getTensorType().getShape().getDimList()) {
            shape.add(
                    dim.hasDimValue()
                            ? Long.toString(dim.getDimValue())
                            : dim.getDimParam().isEmpty() ? "?" : dim.getDimParam());
        }
        return new Port(value.getName(), elementType(type.getTensorType().getElemType()), shape);
    }

    private static String elementType(int number) {
        for (ElementType type : ElementType.values()) {
            if (type.number() == number) {
                return type.name();
            }
        }
        return "UNKNOWN(" + number + ")";
    }

    private static Map<String, Integer> operators(GraphProto graph) {
        Map<String, Integer> counts = new TreeMap<>();
        count(graph, counts);
        Map<String, Integer> sorted = new LinkedHashMap<>();
        Comparator<Map.Entry<String, Integer>> byCount =
                Map.Entry.comparingByValue(Comparator.reverseOrder());
        counts.entrySet().stream()
                .sorted(byCount)
                .forEach(e -> sorted.put(e.getKey(), e.getValue()));
        return sorted;
    }

    private static void count(GraphProto graph, Map<String, Integer> counts) {
        for (NodeProto proto : graph.getNodeList()) {
            Node node = Node.of(proto);
            String prefix = node.domain().isEmpty() ? "" : node.domain() + ".";
            counts.merge(prefix + node.opType(), 1, Integer::sum);
            node.subgraphs().forEach(inner -> count(inner, counts));
        }
    }
}
