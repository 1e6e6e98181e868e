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

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Turns what ONNX Runtime returns into arrays; closes what it takes out of sequences. */
final class OutputReader {

    private OutputReader() {}

    /**
     * Reads an output: one array for a tensor, one for each tensor of a sequence, and a table with
     * a row for each map of a sequence of maps from classes to scores.
     *
     * @throws UnsupportedOperationException if the output is anything else
     */
    static NDList read(Int8NDManager manager, String name, OnnxValue value) throws OrtException {
        if (!(value instanceof OnnxSequence sequence)) {
            Int8NDArray array = manager.fromOnnxValue(value);
            array.setName(name);
            return new NDList(array);
        }
        List<? extends OnnxValue> items = sequence.getValue();
        try {
            return sequence.getInfo().isSequenceOfMaps()
                    ? table(manager, name, items)
                    : tensors(manager, name, items);
        } finally {
            items.forEach(OnnxValue::close);
        }
    }

    private static NDList tensors(
            Int8NDManager manager, String name, List<? extends OnnxValue> items)
            throws OrtException {
        NDList arrays = new NDList(items.size());
        for (OnnxValue item : items) {
            Int8NDArray array = manager.fromOnnxValue((OnnxTensor) item);
            array.setName(name);
            arrays.add(array);
        }
        return arrays;
    }

    private static NDList table(Int8NDManager manager, String name, List<? extends OnnxValue> items)
            throws OrtException {
        List<Number> scores = new ArrayList<>();
        for (OnnxValue item : items) {
            Collection<?> row = ((OnnxMap) item).getValue().values();
            for (Object score : row) {
                if (!(score instanceof Number number)) {
                    throw new UnsupportedOperationException(
                            "Output " + name + " maps to text, expected numbers");
                }
                scores.add(number);
            }
        }
        float[] data = new float[scores.size()];
        for (int i = 0; i < data.length; i++) {
            data[i] = scores.get(i).floatValue();
        }
        int columns = items.isEmpty() ? 0 : data.length / items.size();
        Int8NDArray array = (Int8NDArray) manager.create(data, new Shape(items.size(), columns));
        array.setName(name);
        return new NDList(array);
    }
}
