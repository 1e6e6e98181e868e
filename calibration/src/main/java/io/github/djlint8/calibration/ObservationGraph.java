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
package io.github.djlint8.calibration;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.pass.PassPipeline;
import io.github.djlint8.onnx.pass.RemoveDeadNodes;
import io.github.djlint8.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model cut down to what makes some of its activations, which are its outputs.
 *
 * @param model the model
 * @param outputs the activation behind each output name
 */
record ObservationGraph(OnnxModel model, Map<String, CalibrationTarget> outputs) {

    static ObservationGraph of(OnnxModel model, List<CalibrationTarget> targets)
            throws MalformedModelException {
        Graph graph = model.graph();
        Map<String, CalibrationTarget> outputs = new LinkedHashMap<>();
        for (CalibrationTarget target : targets) {
            outputs.put(outputName(graph, target.tensor()), target);
        }
        List<ValueInfoProto> values = new ArrayList<>();
        outputs.keySet().forEach(n -> values.add(ValueInfoProto.newBuilder().setName(n).build()));
        graph.setOutputs(values);
        PassPipeline pipeline = new PassPipeline(List.of(new RemoveDeadNodes()));
        return new ObservationGraph(pipeline.run(model.withGraph(graph)), outputs);
    }

    /** Returns the tensor itself, or a copy of it where it is an input of the model. */
    private static String outputName(Graph graph, String tensor) {
        if (graph.producer(tensor).isPresent()) {
            return tensor;
        }
        String copy = graph.uniqueName(tensor + "/observed");
        graph.add(Node.builder("Identity", copy).addInputs(tensor).addOutputs(copy).build());
        return copy;
    }
}
