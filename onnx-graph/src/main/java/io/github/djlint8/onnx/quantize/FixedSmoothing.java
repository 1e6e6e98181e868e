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
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.SmoothQuant;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.TensorCalibration;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.OnnxModel;
import java.util.HashMap;
import java.util.Map;

/**
 * Decides once what SmoothQuant divides the channels of activations by, and notes it in the
 * calibration table.
 *
 * <p>{@link StaticQuantizer} then divides by the same numbers however the weights change, so that
 * weights can be trained for them. The divisors are powers of two: activations and weights get
 * another exponent and nothing is rounded. Stateless and safe for use by many threads.
 */
public final class FixedSmoothing {

    private FixedSmoothing() {}

    /**
     * Decides for a model.
     *
     * @param model the float model, left as it is
     * @param table the result of calibrating it, with the magnitudes of channels
     * @param config how it is to be quantized, and how strong the smoothing is
     * @return the table with the divisors of activations that are better divided, and with their
     *     ranges, means and magnitudes behind the division; activations that have divisors keep
     *     them
     * @throws MalformedModelException if the model contradicts itself
     * @throws IllegalArgumentException if the model is already quantized, or the table lacks an
     *     activation
     */
    public static CalibrationTable decide(
            OnnxModel model, CalibrationTable table, StaticConfig config)
            throws MalformedModelException {
        if (config.smoothQuant().mode() == SmoothQuant.Mode.OFF) {
            return table;
        }
        Graph graph = QuantizationPlan.of(model, config).model().graph();
        SmoothingSearch search = new SmoothingSearch(config.smoothQuant(), null, true);
        Map<String, TensorCalibration> divided = new HashMap<>();
        for (SmoothingGroup group :
                SmoothingGroup.all(graph, new ActivationTable(table, config), config)) {
            TensorCalibration plain = group.tensor();
            if (plain.isDivided() || isConvolved(graph, plain.tensor())) {
                continue;
            }
            float[] divisors = search.factors(group);
            if (divisors.length > 0) {
                TensorCalibration quotients = group.divided(plain.tensor(), divisors);
                divided.put(plain.tensor(), quotients.withDivisors(divisors));
            }
        }
        return table.map(t -> divided.getOrDefault(t.tensor(), t));
    }

    /** A convolution would read the activation undivided, and have no range for it. */
    private static boolean isConvolved(Graph graph, String tensor) {
        return graph.consumers(tensor).stream().anyMatch(n -> n.is("Conv"));
    }
}
