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
import com.google.protobuf.ByteString;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.inspect.ModelSummary.Layer;
import io.github.djlint8.onnx.inspect.ModelSummary.Total;
import io.github.djlint8.onnx.inspect.ModelSummary.Weight;
import io.github.djlint8.onnx.proto.AttributeProto;
import io.github.djlint8.onnx.proto.GraphProto;
import io.github.djlint8.onnx.proto.NodeProto;
import io.github.djlint8.onnx.proto.TensorProto;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts the constant tensors of a model by layer and by element type, without their data. */
final class WeightCensus {

    private final List<Weight> weights = new ArrayList<>();
    private final Map<String, Map<ElementType, long[]>> layers = new LinkedHashMap<>();
    private final Map<ElementType, long[]> totals = new EnumMap<>(ElementType.class);

    /** Adds the tensors of a graph and of the graphs inside its nodes. */
    static WeightCensus of(GraphProto graph) throws MalformedModelException {
        WeightCensus census = new WeightCensus();
        census.add(graph, true);
        return census;
    }

    List<Weight> weights() {
        return weights;
    }

    List<Layer> layers() {
        List<Layer> out = new ArrayList<>();
        layers.forEach(
                (name, types) -> {
                    Map<ElementType, Long> bytes = new LinkedHashMap<>();
                    types.forEach((type, counts) -> bytes.put(type, counts[2]));
                    out.add(new Layer(name, parameters(types), bytes(types), bytes));
                });
        return out;
    }

    Map<ElementType, Total> totals() {
        Map<ElementType, Total> out = new LinkedHashMap<>();
        Comparator<Map.Entry<ElementType, long[]>> bySize =
                Comparator.comparingLong(entry -> -entry.getValue()[2]);
        totals.entrySet().stream()
                .sorted(bySize)
                .forEach(e -> out.put(e.getKey(), total(e.getValue())));
        return out;
    }

    long parameters() {
        return parameters(totals);
    }

    long bytes() {
        return bytes(totals);
    }

    private void add(GraphProto graph, boolean main) throws MalformedModelException {
        Map<String, TensorProto> unread = new HashMap<>();
        for (TensorProto tensor : graph.getInitializerList()) {
            unread.put(tensor.getName(), tensor);
            if (main) {
                weights.add(weight(tensor));
            }
        }
        for (NodeProto node : graph.getNodeList()) {
            for (String read : Node.of(node).reads()) {
                TensorProto tensor = unread.remove(read);
                if (tensor != null) {
                    count(tensor, node.getName());
                }
            }
            addAttributes(node);
        }
        for (TensorProto tensor : graph.getInitializerList()) {
            if (unread.containsKey(tensor.getName())) {
                count(tensor, "");
            }
        }
    }

    private void addAttributes(NodeProto node) throws MalformedModelException {
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.hasT()) {
                count(attribute.getT(), node.getName());
            }
            for (TensorProto tensor : attribute.getTensorsList()) {
                count(tensor, node.getName());
            }
        }
        for (GraphProto graph : Node.of(node).subgraphs()) {
            add(graph, false);
        }
    }

    private void count(TensorProto tensor, String node) throws MalformedModelException {
        Weight weight = weight(tensor);
        String layer = LayerNames.of(node, tensor.getName());
        long elements = Tensor.elementCount(tensor);
        count(totals, weight, elements);
        count(
                layers.computeIfAbsent(layer, k -> new EnumMap<>(ElementType.class)),
                weight,
                elements);
    }

    private static void count(Map<ElementType, long[]> counts, Weight weight, long elements) {
        long[] entry = counts.computeIfAbsent(weight.type(), k -> new long[3]);
        entry[0]++;
        entry[1] += elements;
        entry[2] += weight.bytes();
    }

    private static Weight weight(TensorProto tensor) throws MalformedModelException {
        ElementType type = ElementType.of(tensor.getDataType(), tensor.getName());
        long bytes =
                type == ElementType.STRING
                        ? tensor.getStringDataList().stream().mapToLong(ByteString::size).sum()
                        : type.byteCount(Tensor.elementCount(tensor));
        boolean external = tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
        return new Weight(tensor.getName(), type, tensor.getDimsList(), bytes, external);
    }

    private static Total total(long[] counts) {
        return new Total((int) counts[0], counts[1], counts[2]);
    }

    private static long parameters(Map<ElementType, long[]> counts) {
        return counts.entrySet().stream()
                .filter(e -> holdsParameters(e.getKey()))
                .mapToLong(e -> e.getValue()[1])
                .sum();
    }

    private static long bytes(Map<ElementType, long[]> counts) {
        return counts.values().stream().mapToLong(c -> c[2]).sum();
    }

    private static boolean holdsParameters(ElementType type) {
        return type != ElementType.INT64 && type != ElementType.BOOL && type != ElementType.STRING;
    }
}
