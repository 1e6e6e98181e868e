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
package io.github.djlint8.onnx.quantize;

import ai.djl.MalformedModelException;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.onnx.OnnxModel;
import java.util.Map;
import java.util.Set;

/**
 * Dynamic quantization: int8 weights, and activations whose scales are computed while the model
 * runs, so that no calibration data are needed.
 *
 * <p>Stateless and safe for use by many threads.
 */
public final class DynamicQuantizer {

    private static final String MODE = "mode";
    private static final String SOURCE = "sourceSha256";

    private DynamicQuantizer() {}

    /**
     * Quantizes a float model.
     *
     * @param model the model, left as it is
     * @param config what to do
     * @return the quantized model and the report
     * @throws MalformedModelException if the model contradicts itself, a weight is NaN or infinite,
     *     or its operator set is too old
     * @throws IllegalArgumentException if the model is already quantized, or a name or glob to skip
     *     matches nothing
     */
    public static QuantizationResult quantize(OnnxModel model, DynamicConfig config)
            throws MalformedModelException {
        return run(model, config, Map.of(MODE, "dynamic"));
    }

    /**
     * Quantizes a float model and writes down which one it was.
     *
     * @param model the model, left as it is
     * @param modelHash the hash of the model's file, as {@code ModelHash} makes it
     * @param config what to do
     * @return the quantized model and the report
     * @throws MalformedModelException if the model contradicts itself, a weight is NaN or infinite,
     *     or its operator set is too old
     * @throws IllegalArgumentException if the model is already quantized, or a name or glob to skip
     *     matches nothing
     */
    public static QuantizationResult quantize(
            OnnxModel model, String modelHash, DynamicConfig config)
            throws MalformedModelException {
        return run(model, config, Map.of(MODE, "dynamic", SOURCE, modelHash));
    }

    private static QuantizationResult run(
            OnnxModel model, DynamicConfig config, Map<String, String> provenance)
            throws MalformedModelException {
        QuantizationJob job = new QuantizationJob(config, Set.of());
        ActivationQuantizer.Factory activations =
                (graph, opset) -> ActivationQuantizer.of(config.activations(), graph, opset);
        return job.then(new QuantizeProducts(config, activations, job.weights(), job.log()))
                .run(model, provenance);
    }

    /**
     * Returns whether a model has quantized operators already.
     *
     * @param model the model
     * @return whether it has
     */
    public static boolean isQuantized(OnnxModel model) {
        return QuantizedOperators.first(model.proto().getGraph()).isPresent();
    }
}
