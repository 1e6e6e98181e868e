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
import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.QuantizationParameters;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.onnx.Tensor;

/**
 * What a calibration table says about the activations of single layers.
 *
 * <p>Not safe for use by many threads.
 */
public final class CalibratedLayers {

    private final StaticConfig config;
    private final ActivationTable tensors;

    /**
     * Creates the view of a table.
     *
     * @param table the ranges, by the name of the activation
     * @param config says who chooses between static and per token
     */
    public CalibratedLayers(CalibrationTable table, StaticConfig config) {
        this.config = config;
        tensors = new ActivationTable(table, config);
    }

    /**
     * Returns how an activation is to be treated.
     *
     * @param activation its name
     * @return the choice
     * @throws IllegalArgumentException if calibration never saw it
     */
    public ActivationChoice choice(String activation) {
        return tensors.get(activation).choice();
    }

    /**
     * Returns scale and zero point of an activation.
     *
     * @param activation its name
     * @return the parameters, for uint8
     * @throws IllegalArgumentException if calibration never saw it
     */
    public QuantizationParameters parameters(String activation) {
        return tensors.parameters(activation, config.activationSymmetry());
    }

    /**
     * Quantizes the weight of a linear layer.
     *
     * @param activation the name of what the layer reads
     * @param weight the float weight, of the shape [outputs, inputs]
     * @return the weight as the product reads it, one output channel in each column
     * @throws MalformedModelException if a weight is NaN or infinite
     * @throws IllegalArgumentException if calibration never saw the activation, or saw another
     *     number of channels
     */
    public QuantizedWeights quantizeLinear(String activation, Tensor weight)
            throws MalformedModelException {
        ActivationTable.channels(
                tensors.get(activation),
                tensors.get(activation).channelAbsMax(),
                new WeightMatrix(weight, weight.type(), true));
        return SingleLayer.quantizeLinear(
                weight,
                WeightScheme.of(config, tensors.levels(activation, config.activationSymmetry())));
    }
}
