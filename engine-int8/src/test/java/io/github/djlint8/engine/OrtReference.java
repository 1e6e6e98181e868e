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
import ai.djl.ndarray.types.DataType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import io.github.djlint8.engine.session.OrtRuntime;
import io.github.djlint8.onnx.proto.AttributeProto;
import io.github.djlint8.onnx.proto.GraphProto;
import io.github.djlint8.onnx.proto.ModelProto;
import io.github.djlint8.onnx.proto.NodeProto;
import io.github.djlint8.onnx.proto.OperatorSetIdProto;
import io.github.djlint8.onnx.proto.TypeProto;
import io.github.djlint8.onnx.proto.ValueInfoProto;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs one ONNX operator in ONNX Runtime: what our operations are compared with. */
final class OrtReference {

    static final OrtEnvironment ENVIRONMENT = OrtRuntime.environment();

    private OrtReference() {}

    /** Runs an operator of one output. */
    static NDArray run(String op, Map<String, ?> attributes, NDArray... inputs) {
        return runAll(op, attributes, 1, inputs).head();
    }

    static NDList runAll(String op, Map<String, ?> attributes, int outputs, NDArray... inputs) {
        byte[] model = model(op, attributes, outputs, inputs);
        Map<String, OnnxTensor> feed = new LinkedHashMap<>();
        try (OrtSession session = ENVIRONMENT.createSession(model)) {
            for (int i = 0; i < inputs.length; i++) {
                feed.put("x" + i, ((Int8NDArray) inputs[i]).toOnnxTensor(ENVIRONMENT));
            }
            NDList results = new NDList();
            try (OrtSession.Result result = session.run(feed)) {
                Int8NDManager manager = (Int8NDManager) inputs[0].getManager();
                for (Map.Entry<String, OnnxValue> entry : result) {
                    results.add(manager.fromOnnxValue(entry.getValue()));
                }
            }
            return results;
        } catch (OrtException e) {
            throw new AssertionError(op + " " + attributes, e);
        } finally {
            feed.values().forEach(OnnxTensor::close);
        }
    }

    static byte[] model(String op, Map<String, ?> attributes, int outputs, NDArray... inputs) {
        NodeProto.Builder node = NodeProto.newBuilder().setName("node").setOpType(op);
        GraphProto.Builder graph = GraphProto.newBuilder().setName("graph");
        attributes.forEach((name, value) -> node.addAttribute(attribute(name, value)));
        for (int i = 0; i < inputs.length; i++) {
            node.addInput("x" + i);
            graph.addInput(
                    ValueInfoProto.newBuilder()
                            .setName("x" + i)
                            .setType(type(inputs[i].getDataType())));
        }
        for (int i = 0; i < outputs; i++) {
            node.addOutput("y" + i);
            graph.addOutput(ValueInfoProto.newBuilder().setName("y" + i));
        }
        return ModelProto.newBuilder()
                .setIrVersion(10)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(21))
                .setGraph(graph.addNode(node))
                .build()
                .toByteArray();
    }

    private static AttributeProto attribute(String name, Object value) {
        AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
        if (value instanceof Integer number) {
            attribute.setType(AttributeProto.AttributeType.INT).setI(number);
        } else if (value instanceof String text) {
            attribute
                    .setType(AttributeProto.AttributeType.STRING)
                    .setS(ByteString.copyFromUtf8(text));
        } else {
            attribute.setType(AttributeProto.AttributeType.INTS);
            for (int number : (int[]) value) {
                attribute.addInts(number);
            }
        }
        return attribute.build();
    }

    private static TypeProto type(DataType type) {
        return TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(onnxCode(type)))
                .build();
    }

    static int onnxCode(DataType type) {
        return switch (type) {
            case FLOAT32 -> 1;
            case UINT8 -> 2;
            case INT8 -> 3;
            case INT16 -> 5;
            case INT32 -> 6;
            case INT64 -> 7;
            case STRING -> 8;
            case BOOLEAN -> 9;
            case FLOAT16 -> 10;
            case FLOAT64 -> 11;
            case BFLOAT16 -> 16;
            default -> throw new IllegalArgumentException(type.toString());
        };
    }
}
