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
package io.github.djlint8.engine;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.PairList;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The inputs and outputs of a graph, read once.
 *
 * @param inputs the inputs in the order of the graph
 * @param outputs the outputs in the order of the graph; null for those that are no tensors
 */
record Signature(Map<String, TensorInfo> inputs, Map<String, TensorInfo> outputs) {

    static Signature of(OrtSession session) throws OrtException, MalformedModelException {
        Map<String, TensorInfo> inputs = tensors(session.getInputInfo().values());
        for (Map.Entry<String, TensorInfo> input : inputs.entrySet()) {
            if (input.getValue() == null) {
                throw new MalformedModelException(
                        "Input "
                                + input.getKey()
                                + " is no tensor; only tensors can be passed to a model");
            }
        }
        return new Signature(inputs, tensors(session.getOutputInfo().values()));
    }

    /** Returns names and shapes, with -1 for dimensions that the graph leaves open. */
    static PairList<String, Shape> describe(Map<String, TensorInfo> values) {
        PairList<String, Shape> described = new PairList<>();
        values.forEach(
                (name, info) ->
                        described.add(name, info == null ? null : new Shape(info.getShape())));
        return described;
    }

    /** Returns the element types of all inputs and outputs. */
    Map<String, DataType> types() {
        Map<String, DataType> types = new LinkedHashMap<>();
        inputs.forEach((name, info) -> types.put(name, type(info)));
        outputs.forEach((name, info) -> types.put(name, type(info)));
        return Collections.unmodifiableMap(types);
    }

    private static DataType type(TensorInfo info) {
        if (info == null || info.type == OnnxJavaType.UNKNOWN) {
            return DataType.UNKNOWN;
        }
        return info.type == OnnxJavaType.STRING
                ? DataType.STRING
                : ElementType.of(info.type).dataType();
    }

    private static Map<String, TensorInfo> tensors(Collection<NodeInfo> nodes) {
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        for (NodeInfo node : nodes) {
            tensors.put(
                    node.getName(), node.getInfo() instanceof TensorInfo tensor ? tensor : null);
        }
        return tensors;
    }
}
