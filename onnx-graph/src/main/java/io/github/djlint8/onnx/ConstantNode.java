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
import io.github.djlint8.onnx.proto.TensorProto;
import java.util.Optional;

/** Reads the value of a Constant node, whichever of its attributes holds it. */
final class ConstantNode {

    private ConstantNode() {}

    /** Returns the value as a tensor of the given name; none for other nodes, and for text. */
    static Optional<TensorProto> value(Node node, String tensor) {
        if (!node.is("Constant") || node.proto().getAttributeCount() != 1) {
            return Optional.empty();
        }
        AttributeProto value = node.proto().getAttribute(0);
        return switch (value.getName()) {
            case "value" -> Optional.of(value.getT().toBuilder().setName(tensor).build());
            case "value_int" -> Optional.of(longs(tensor).addInt64Data(value.getI()).build());
            case "value_ints" ->
                    Optional.of(
                            longs(tensor)
                                    .addAllInt64Data(value.getIntsList())
                                    .addDims(value.getIntsCount())
                                    .build());
            case "value_float" -> Optional.of(floats(tensor).addFloatData(value.getF()).build());
            case "value_floats" ->
                    Optional.of(
                            floats(tensor)
                                    .addAllFloatData(value.getFloatsList())
                                    .addDims(value.getFloatsCount())
                                    .build());
            default -> Optional.empty();
        };
    }

    private static TensorProto.Builder longs(String tensor) {
        return TensorProto.newBuilder().setName(tensor).setDataType(ElementType.INT64.number());
    }

    private static TensorProto.Builder floats(String tensor) {
        return TensorProto.newBuilder().setName(tensor).setDataType(ElementType.FLOAT.number());
    }
}
