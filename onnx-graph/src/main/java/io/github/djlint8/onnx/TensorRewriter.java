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

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.proto.AttributeProto;
import io.github.djlint8.onnx.proto.FunctionProto;
import io.github.djlint8.onnx.proto.GraphProto;
import io.github.djlint8.onnx.proto.ModelProto;
import io.github.djlint8.onnx.proto.NodeProto;
import io.github.djlint8.onnx.proto.SparseTensorProto;
import io.github.djlint8.onnx.proto.TensorProto;
import java.io.IOException;

/**
 * Replaces the tensors of a model wherever they are: initializers, sparse initializers, attributes,
 * subgraphs and functions.
 *
 * <p>A message of which nothing changes is kept as it is.
 */
final class TensorRewriter {

    /** What becomes of a tensor. */
    @FunctionalInterface
    interface Rule {

        /** Returns the tensor to put in its place; the same object to leave it. */
        TensorProto apply(TensorProto tensor) throws IOException, MalformedModelException;
    }

    private final Rule initializerRule;
    private final Rule innerRule;

    /**
     * Creates the rewriter.
     *
     * @param initializerRule what becomes of the dense initializers of the main graph
     * @param innerRule what becomes of all other tensors
     */
    TensorRewriter(Rule initializerRule, Rule innerRule) {
        this.initializerRule = initializerRule;
        this.innerRule = innerRule;
    }

    ModelProto rewrite(ModelProto model) throws IOException, MalformedModelException {
        ModelProto out = model;
        GraphProto graph = rewrite(model.getGraph(), initializerRule);
        if (graph != model.getGraph()) {
            out = out.toBuilder().setGraph(graph).build();
        }
        for (int i = 0; i < model.getFunctionsCount(); i++) {
            FunctionProto function = rewrite(model.getFunctions(i));
            if (function != model.getFunctions(i)) {
                out = out.toBuilder().setFunctions(i, function).build();
            }
        }
        return out;
    }

    private GraphProto rewrite(GraphProto graph, Rule rule)
            throws IOException, MalformedModelException {
        GraphProto.Builder out = null;
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            TensorProto tensor = rule.apply(graph.getInitializer(i));
            if (tensor != graph.getInitializer(i)) {
                out = out == null ? graph.toBuilder() : out;
                out.setInitializer(i, tensor);
            }
        }
        for (int i = 0; i < graph.getSparseInitializerCount(); i++) {
            SparseTensorProto sparse = rewrite(graph.getSparseInitializer(i));
            if (sparse != graph.getSparseInitializer(i)) {
                out = out == null ? graph.toBuilder() : out;
                out.setSparseInitializer(i, sparse);
            }
        }
        for (int i = 0; i < graph.getNodeCount(); i++) {
            NodeProto node = rewrite(graph.getNode(i));
            if (node != graph.getNode(i)) {
                out = out == null ? graph.toBuilder() : out;
                out.setNode(i, node);
            }
        }
        return out == null ? graph : out.build();
    }

    private FunctionProto rewrite(FunctionProto function)
            throws IOException, MalformedModelException {
        FunctionProto out = function;
        for (int i = 0; i < function.getNodeCount(); i++) {
            NodeProto node = rewrite(function.getNode(i));
            if (node != function.getNode(i)) {
                out = out.toBuilder().setNode(i, node).build();
            }
        }
        return out;
    }

    private NodeProto rewrite(NodeProto node) throws IOException, MalformedModelException {
        NodeProto out = node;
        for (int i = 0; i < node.getAttributeCount(); i++) {
            AttributeProto attribute = rewrite(node.getAttribute(i));
            if (attribute != node.getAttribute(i)) {
                out = out.toBuilder().setAttribute(i, attribute).build();
            }
        }
        return out;
    }

    private AttributeProto rewrite(AttributeProto attribute)
            throws IOException, MalformedModelException {
        if (!holdsTensor(attribute)) {
            return attribute;
        }
        Change change = new Change();
        AttributeProto.Builder out = attribute.toBuilder();
        if (attribute.hasT()) {
            out.setT(change.of(attribute.getT(), innerRule.apply(attribute.getT())));
        }
        for (int i = 0; i < attribute.getTensorsCount(); i++) {
            TensorProto tensor = attribute.getTensors(i);
            out.setTensors(i, change.of(tensor, innerRule.apply(tensor)));
        }
        if (attribute.hasG()) {
            out.setG(change.of(attribute.getG(), rewrite(attribute.getG(), innerRule)));
        }
        for (int i = 0; i < attribute.getGraphsCount(); i++) {
            GraphProto graph = attribute.getGraphs(i);
            out.setGraphs(i, change.of(graph, rewrite(graph, innerRule)));
        }
        if (attribute.hasSparseTensor()) {
            SparseTensorProto sparse = attribute.getSparseTensor();
            out.setSparseTensor(change.of(sparse, rewrite(sparse)));
        }
        for (int i = 0; i < attribute.getSparseTensorsCount(); i++) {
            SparseTensorProto sparse = attribute.getSparseTensors(i);
            out.setSparseTensors(i, change.of(sparse, rewrite(sparse)));
        }
        return change.any ? out.build() : attribute;
    }

    /** Remembers whether anything became another object. */
    private static final class Change {

        private boolean any;

        <T> T of(T before, T after) {
            any |= before != after;
            return after;
        }
    }

    private static boolean holdsTensor(AttributeProto attribute) {
        return attribute.hasT()
                || attribute.hasG()
                || attribute.hasSparseTensor()
                || attribute.getTensorsCount() > 0
                || attribute.getGraphsCount() > 0
                || attribute.getSparseTensorsCount() > 0;
    }

    private SparseTensorProto rewrite(SparseTensorProto sparse)
            throws IOException, MalformedModelException {
        TensorProto values = innerRule.apply(sparse.getValues());
        TensorProto indices = innerRule.apply(sparse.getIndices());
        return values == sparse.getValues() && indices == sparse.getIndices()
                ? sparse
                : sparse.toBuilder().setValues(values).setIndices(indices).build();
    }
}
