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
package io.github.djlint8.training;

import ai.djl.Device;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** Runs an ONNX model in DJL's own OnnxRuntime engine, the reference of these tests. */
public final class OnnxRun {

    private OnnxRun() {}

    /** Returns the first output for ids, mask and types, each [batch, length] in one array. */
    public static float[] run(Path model, long[] ids, long[] mask, long[] types, Shape shape)
            throws Exception {
        return all(model, ids, mask, types, shape).get(0);
    }

    /** Returns all outputs. */
    public static List<float[]> all(Path model, long[] ids, long[] mask, long[] types, Shape shape)
            throws Exception {
        return all(
                model,
                manager ->
                        new NDList(
                                named("input_ids", manager.create(ids, shape)),
                                named("attention_mask", manager.create(mask, shape)),
                                named("token_type_ids", manager.create(types, shape))));
    }

    /** Returns all outputs for any inputs. */
    public static List<float[]> all(Path model, Function<NDManager, NDList> inputs)
            throws Exception {
        Criteria<NDList, NDList> criteria =
                Criteria.builder()
                        .setTypes(NDList.class, NDList.class)
                        .optModelPath(model)
                        .optEngine("OnnxRuntime")
                        .optDevice(Device.cpu())
                        .optTranslator(new NoopTranslator())
                        .build();
        try (ZooModel<NDList, NDList> zoo = criteria.loadModel();
                Predictor<NDList, NDList> predictor = zoo.newPredictor();
                NDManager manager = zoo.getNDManager().newSubManager()) {
            return predictor.predict(inputs.apply(manager)).stream()
                    .map(NDArray::toFloatArray)
                    .toList();
        }
    }

    /** Gives an input its name. */
    public static NDArray named(String name, NDArray array) {
        array.setName(name);
        return array;
    }
}
