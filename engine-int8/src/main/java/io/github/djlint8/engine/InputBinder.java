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
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Matches the arrays of a call with the inputs of a graph.
 *
 * <p>Arrays are matched by name if all have one, by position if none has. INT32 is widened where a
 * graph wants INT64. {@code token_type_ids} may be left out and is then all zeros, as for a single
 * sentence. Everything else must fit. Immutable and safe for use by many threads.
 */
final class InputBinder {

    private static final String TOKEN_TYPES = "token_type_ids";
    private static final String TOKENS = "input_ids";

    private final Map<String, TensorInfo> expected;

    InputBinder(Signature signature) {
        expected = signature.inputs();
    }

    /** Returns the arrays by input, without those that are filled in. */
    Map<String, NDArray> match(NDList arrays) {
        long named = arrays.stream().filter(a -> a.getName() != null).count();
        if (named != 0 && named != arrays.size()) {
            throw mismatch("all inputs or none must have a name", arrays);
        }
        Map<String, NDArray> matched = named == 0 ? byPosition(arrays) : byName(arrays);
        for (String name : expected.keySet()) {
            if (!matched.containsKey(name) && !name.equals(TOKEN_TYPES)) {
                throw mismatch("input " + name + " is missing", arrays);
            }
        }
        matched.forEach(this::check);
        return matched;
    }

    /**
     * Puts tensors over the arrays' memory.
     *
     * @param tensors receives the tensors, also those made before a failure; the caller closes them
     */
    void bind(Map<String, NDArray> matched, OrtEnvironment env, Map<String, OnnxTensor> tensors)
            throws OrtException {
        for (Map.Entry<String, TensorInfo> input : expected.entrySet()) {
            String name = input.getKey();
            NDArray array = matched.get(name);
            tensors.put(
                    name,
                    array == null
                            ? zeros(input.getValue(), matched, env)
                            : tensor(array, input.getValue(), env));
        }
    }

    private Map<String, NDArray> byName(NDList arrays) {
        Map<String, NDArray> matched = new LinkedHashMap<>();
        for (NDArray array : arrays) {
            if (!expected.containsKey(array.getName())) {
                throw mismatch("there is no input " + array.getName(), arrays);
            }
            if (matched.put(array.getName(), array) != null) {
                throw mismatch("input " + array.getName() + " is there twice", arrays);
            }
        }
        return matched;
    }

    private Map<String, NDArray> byPosition(NDList arrays) {
        boolean fill = arrays.size() == expected.size() - 1 && expected.containsKey(TOKEN_TYPES);
        if (!fill && arrays.size() != expected.size()) {
            throw mismatch("found " + arrays.size() + " inputs", arrays);
        }
        Map<String, NDArray> matched = new LinkedHashMap<>();
        int position = 0;
        for (String name : expected.keySet()) {
            if (!fill || !name.equals(TOKEN_TYPES)) {
                matched.put(name, arrays.get(position++));
            }
        }
        return matched;
    }

    private void check(String name, NDArray array) {
        TensorInfo info = expected.get(name);
        long[] wanted = info.getShape();
        long[] found = array.getShape().getShape();
        boolean fits = fits(info.type, array.getDataType()) && wanted.length == found.length;
        for (int axis = 0; fits && axis < wanted.length; axis++) {
            fits = wanted[axis] < 0 || wanted[axis] == found[axis];
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "Input "
                            + describe(name, info)
                            + " does not take "
                            + array.getDataType()
                            + array.getShape());
        }
    }

    private static boolean fits(OnnxJavaType wanted, DataType found) {
        if (wanted == OnnxJavaType.STRING) {
            return found == DataType.STRING;
        }
        return found != DataType.STRING
                && (ElementType.of(wanted).dataType() == found
                        || (wanted == OnnxJavaType.INT64 && found == DataType.INT32));
    }

    private static OnnxTensor tensor(NDArray array, TensorInfo info, OrtEnvironment env)
            throws OrtException {
        if (info.type == OnnxJavaType.STRING) {
            return OnnxTensor.createTensor(env, array.toStringArray(), array.getShape().getShape());
        }
        return tensor(ArrayImport.tensorOf(array).as(ElementType.of(info.type)), env);
    }

    private static OnnxTensor zeros(
            TensorInfo info, Map<String, NDArray> matched, OrtEnvironment env) throws OrtException {
        NDArray like = matched.getOrDefault(TOKENS, matched.values().iterator().next());
        long[] dims = like.getShape().getShape();
        return tensor(DenseTensor.allocate(ElementType.of(info.type), dims), env);
    }

    private static OnnxTensor tensor(DenseTensor tensor, OrtEnvironment env) throws OrtException {
        return OnnxTensor.createTensor(
                env, tensor.buffer(), tensor.dims(), tensor.type().onnxType());
    }

    private IllegalArgumentException mismatch(String problem, NDList arrays) {
        List<String> wanted = expected.entrySet().stream().map(InputBinder::describe).toList();
        List<String> found =
                arrays.stream()
                        .map(a -> a.getName() + " " + a.getDataType() + a.getShape())
                        .toList();
        return new IllegalArgumentException(
                "Inputs do not fit: " + problem + "; expected " + wanted + ", found " + found);
    }

    private static String describe(Map.Entry<String, TensorInfo> input) {
        return describe(input.getKey(), input.getValue());
    }

    private static String describe(String name, TensorInfo info) {
        return name + " " + info.type + new Shape(info.getShape());
    }
}
