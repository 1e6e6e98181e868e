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

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.djlint8.engine.session.ModelSession;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * One run of a graph: owns the tensors that ONNX Runtime sees, never the memory of arrays.
 *
 * <p>For one thread.
 */
final class GraphCall implements AutoCloseable {

    private final ModelSession session;
    private final Signature signature;
    private final Int8NDManager manager;
    private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    private final Map<String, OnnxTensor> pinned = new LinkedHashMap<>();
    private final Map<String, Int8NDArray> arrays = new LinkedHashMap<>();

    /**
     * Creates a call.
     *
     * @param session the session to run
     * @param signature its inputs and outputs
     * @param manager owns the arrays that are returned
     */
    GraphCall(ModelSession session, Signature signature, Int8NDManager manager) {
        this.session = session;
        this.signature = signature;
        this.manager = manager;
    }

    /** Puts tensors over the memory of the inputs. */
    void bind(InputBinder binder, Map<String, NDArray> matched, OrtEnvironment environment)
            throws OrtException {
        binder.bind(matched, environment, inputs);
    }

    /** Makes the array of an output ahead, for ONNX Runtime to write into. */
    void pin(String name, long[] shape, OrtEnvironment environment) throws OrtException {
        ElementType type = ElementType.of(signature.outputs().get(name).type);
        Int8NDArray array = manager.newArray(DenseTensor.allocate(type, shape));
        arrays.put(name, array);
        pinned.put(name, array.toOnnxTensor(environment));
    }

    boolean hasPinned() {
        return !pinned.isEmpty();
    }

    /** Forgets the arrays made ahead. */
    void unpin() {
        pinned.values().forEach(OnnxTensor::close);
        pinned.clear();
        arrays.values().forEach(NDArray::close);
        arrays.clear();
    }

    /** Runs the graph and returns its outputs in the order of the graph, under their names. */
    NDList run() throws OrtException {
        Set<String> requested = new LinkedHashSet<>(signature.outputs().keySet());
        requested.removeAll(pinned.keySet());
        NDList outputs = new NDList(signature.outputs().size());
        try (OrtSession.Result result = session.run(inputs, requested, pinned)) {
            for (String name : signature.outputs().keySet()) {
                Int8NDArray array = arrays.get(name);
                if (array == null) {
                    OnnxValue value = result.get(name).orElseThrow();
                    outputs.addAll(OutputReader.read(manager, name, value));
                } else {
                    array.setName(name);
                    outputs.add(array);
                }
            }
        }
        arrays.clear();
        return outputs;
    }

    /** Frees the tensors, and the arrays made ahead if they were not returned. */
    @Override
    public void close() {
        unpin();
        inputs.values().forEach(OnnxTensor::close);
        inputs.clear();
    }
}
