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
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Predicts shapes of outputs from the names that a graph gives to its dimensions.
 *
 * <p>An output of a known shape is written by ONNX Runtime straight into the array that is
 * returned. Immutable and safe for use by many threads.
 */
final class OutputShapes {

    private final Signature signature;

    OutputShapes(Signature signature) {
        this.signature = signature;
    }

    /** Receives the shape of an output. */
    @FunctionalInterface
    interface Receiver {
        void accept(String output, long[] shape) throws OrtException;
    }

    /** Passes on the shapes that follow from the inputs. */
    void predict(Map<String, NDArray> inputs, Receiver receiver) throws OrtException {
        Map<String, Long> sizes = sizes(inputs);
        for (Map.Entry<String, TensorInfo> output : signature.outputs().entrySet()) {
            TensorInfo info = output.getValue();
            if (info != null
                    && info.type != OnnxJavaType.STRING
                    && info.type != OnnxJavaType.UNKNOWN) {
                long[] shape = shape(info, sizes);
                if (Arrays.stream(shape).allMatch(size -> size > 0)) {
                    receiver.accept(output.getKey(), shape);
                }
            }
        }
    }

    /** Returns the sizes of named dimensions; -1 where inputs give one name two sizes. */
    private Map<String, Long> sizes(Map<String, NDArray> inputs) {
        Map<String, Long> sizes = new HashMap<>();
        for (Map.Entry<String, NDArray> input : inputs.entrySet()) {
            String[] names = signature.inputs().get(input.getKey()).getDimensionNames();
            for (int axis = 0; axis < names.length; axis++) {
                long size = input.getValue().getShape().get(axis);
                sizes.merge(names[axis], size, (a, b) -> a.equals(b) ? a : -1);
            }
        }
        sizes.remove("");
        return sizes;
    }

    private static long[] shape(TensorInfo output, Map<String, Long> sizes) {
        long[] shape = output.getShape();
        String[] names = output.getDimensionNames();
        for (int axis = 0; axis < shape.length; axis++) {
            if (shape[axis] < 0) {
                shape[axis] = sizes.getOrDefault(names[axis], -1L);
            }
        }
        return shape;
    }
}
