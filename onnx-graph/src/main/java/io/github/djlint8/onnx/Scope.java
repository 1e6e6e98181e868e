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
package io.github.djlint8.onnx;

import io.github.djlint8.onnx.proto.AttributeProto;
import io.github.djlint8.onnx.proto.GraphProto;
import io.github.djlint8.onnx.proto.NodeProto;
import io.github.djlint8.onnx.proto.ValueInfoProto;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What names mean inside of subgraphs, which see the tensors around them unless a tensor of their
 * own hides one.
 */
final class Scope {

    private Scope() {}

    /** Returns what a subgraph reads from around it, in order. */
    static Set<String> outerReads(GraphProto graph) {
        Set<String> inside = declared(graph);
        Set<String> outer = new LinkedHashSet<>();
        for (NodeProto node : graph.getNodeList()) {
            for (String read : Node.of(node).reads()) {
                if (!inside.contains(read)) {
                    outer.add(read);
                }
            }
            inside.addAll(node.getOutputList());
        }
        graph.getOutputList().stream()
                .map(ValueInfoProto::getName)
                .filter(name -> !inside.contains(name))
                .forEach(outer::add);
        return outer;
    }

    /** Adds the names of all tensors and nodes in a node's subgraphs. */
    static void addInnerNames(Node node, Set<String> names) {
        for (GraphProto graph : node.subgraphs()) {
            names.addAll(declared(graph));
            for (NodeProto inner : graph.getNodeList()) {
                names.add(inner.getName());
                names.addAll(inner.getOutputList());
                addInnerNames(Node.of(inner), names);
            }
        }
    }

    static NodeProto renameInputs(NodeProto node, String oldName, String newName) {
        NodeProto.Builder builder = node.toBuilder();
        for (int i = 0; i < node.getInputCount(); i++) {
            if (node.getInput(i).equals(oldName)) {
                builder.setInput(i, newName);
            }
        }
        for (int i = 0; i < node.getAttributeCount(); i++) {
            AttributeProto attribute = node.getAttribute(i);
            if (attribute.hasG() || attribute.getGraphsCount() > 0) {
                builder.setAttribute(i, renameInGraphs(attribute, oldName, newName));
            }
        }
        return builder.build();
    }

    private static AttributeProto renameInGraphs(
            AttributeProto attribute, String oldName, String newName) {
        AttributeProto.Builder builder = attribute.toBuilder();
        if (attribute.hasG()) {
            builder.setG(renameOuter(attribute.getG(), oldName, newName));
        }
        for (int i = 0; i < attribute.getGraphsCount(); i++) {
            builder.setGraphs(i, renameOuter(attribute.getGraphs(i), oldName, newName));
        }
        return builder.build();
    }

    private static GraphProto renameOuter(GraphProto graph, String oldName, String newName) {
        if (!outerReads(graph).contains(oldName)) {
            return graph;
        }
        GraphProto.Builder builder = graph.toBuilder();
        Set<String> inside = declared(graph);
        for (int i = 0; i < graph.getNodeCount() && !inside.contains(oldName); i++) {
            builder.setNode(i, renameInputs(graph.getNode(i), oldName, newName));
            inside.addAll(graph.getNode(i).getOutputList());
        }
        for (int i = 0; i < graph.getOutputCount() && !inside.contains(oldName); i++) {
            if (graph.getOutput(i).getName().equals(oldName)) {
                builder.setOutput(i, graph.getOutput(i).toBuilder().setName(newName));
            }
        }
        if (inside.contains(newName)) {
            throw new IllegalStateException(
                    "Subgraph "
                            + graph.getName()
                            + " cannot read "
                            + newName
                            + " from outside: it has a tensor of that name itself");
        }
        return builder.build();
    }

    /** The names that hold in a whole subgraph, whatever its nodes make. */
    private static Set<String> declared(GraphProto graph) {
        Set<String> names = new HashSet<>();
        graph.getInputList().forEach(v -> names.add(v.getName()));
        graph.getInitializerList().forEach(t -> names.add(t.getName()));
        graph.getSparseInitializerList().forEach(s -> names.add(s.getValues().getName()));
        return names;
    }
}
