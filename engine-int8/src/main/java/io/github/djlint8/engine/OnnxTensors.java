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

import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtUtil;

/**
 * Reads ONNX Runtime's tensors.
 *
 * <p>Always by copy: ONNX Runtime's Java API lends its own memory to nobody, and its {@code
 * getBufferRef} fails on a tensor that has no Java buffer.
 */
final class OnnxTensors {

    private OnnxTensors() {}

    static Int8NDArray read(Int8NDManager manager, OnnxTensor tensor) throws OrtException {
        long[] dims = tensor.getInfo().getShape();
        if (tensor.getInfo().type == OnnxJavaType.STRING) {
            return manager.newText(strings(tensor, dims), new Shape(dims));
        }
        ElementType type = ElementType.of(tensor.getInfo().type);
        return manager.create(tensor.getByteBuffer(), new Shape(dims), type.dataType());
    }

    private static String[] strings(OnnxTensor tensor, long[] dims) throws OrtException {
        if (dims.length == 0) {
            return new String[] {(String) tensor.getValue()};
        }
        Object nested = tensor.getValue();
        return nested instanceof String[] flat
                ? flat.clone()
                : OrtUtil.flattenString((Object[]) nested);
    }
}
