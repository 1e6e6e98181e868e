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

import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.AffineQuantizer;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.QuantizationParameters;
import io.github.djlint8.api.QuantizedType;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.Symmetry;
import io.github.djlint8.api.TensorCalibration;
import io.github.djlint8.api.ValueRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of the activations of one graph while passes rewrite it.
 *
 * <p>Begins as the calibration table with the choices of the configuration; passes add the tensors
 * that they make out of calibrated ones. Not safe for use by many threads.
 */
final class ActivationTable {

    private final Map<String, TensorCalibration> tensors = new HashMap<>();

    /**
     * Creates the table.
     *
     * @param table the result of calibration
     * @param config says who chooses between static and per token
     */
    ActivationTable(CalibrationTable table, StaticConfig config) {
        ActivationChooser.of(config).decide(table).tensors().values().forEach(this::put);
    }

    /**
     * Adds or replaces a tensor.
     *
     * @param tensor what is known of it
     */
    void put(TensorCalibration tensor) {
        tensors.put(tensor.tensor(), tensor);
    }

    /**
     * Returns what is known of a tensor.
     *
     * @param tensor its name
     * @return what calibration found out
     * @throws IllegalArgumentException if calibration never saw the tensor
     */
    TensorCalibration get(String tensor) {
        TensorCalibration found = tensors.get(tensor);
        if (found == null) {
            throw new IllegalArgumentException(
                    "The calibration table has no tensor "
                            + tensor
                            + ", which a layer to be quantized reads; calibrate this model again,"
                            + " or skip the layer");
        }
        return found;
    }

    /**
     * Returns whether a tensor is known.
     *
     * @param tensor its name
     * @return whether it is
     */
    boolean contains(String tensor) {
        return tensors.containsKey(tensor);
    }

    /**
     * Returns scale and zero point of the range of a tensor.
     *
     * @param tensor its name
     * @param symmetry whether zero points follow the ranges; that of a range without negative
     *     values is always 0
     * @return the parameters, for uint8
     * @throws IllegalArgumentException if calibration never saw the tensor, or its range is that of
     *     divided channels, and they are not divided here
     */
    QuantizationParameters parameters(String tensor, Symmetry symmetry) {
        ValueRange range = get(tensor).range();
        if (get(tensor).isDivided()) {
            throw new IllegalArgumentException(
                    "The range of tensor "
                            + tensor
                            + " in the calibration table is that of divided channels; only products"
                            + " with constant weights in a graph divide them");
        }
        return AffineQuantizer.chooseParameters(
                range, QuantizedType.UINT8, range.min() >= 0 ? Symmetry.ASYMMETRIC : symmetry);
    }

    /**
     * Returns the largest uint8 level that each channel of a static activation reached.
     *
     * @param tensor its name
     * @param symmetry whether zero points follow the ranges
     * @return the levels; none if the tensor is not static or the table does not know its channels
     */
    List<Integer> levels(String tensor, Symmetry symmetry) {
        TensorCalibration known = get(tensor);
        if (known.choice() != ActivationChoice.STATIC) {
            return List.of();
        }
        QuantizationParameters p = parameters(tensor, symmetry);
        List<Integer> levels = new ArrayList<>();
        for (float magnitude : known.channelAbsMax()) {
            double steps = Math.ceil(magnitude / (double) p.scale(0));
            levels.add((int) Math.min(QuantizedType.UINT8.qmax(), p.zeroPoint(0) + steps));
        }
        return levels;
    }

    /**
     * Returns whether the products of a tensor are to be quantized.
     *
     * @param tensor its name
     * @return whether they are
     * @throws IllegalArgumentException if calibration never saw the tensor
     */
    boolean isQuantized(String tensor) {
        return get(tensor).choice() != ActivationChoice.FLOAT;
    }

    /**
     * Checks that the channels of a tensor are those that weights multiply.
     *
     * @param tensor what is known of the tensor
     * @param channels one value for each channel, or none
     * @param weights the weights
     * @return the channels
     * @throws IllegalArgumentException if there are more or fewer
     */
    static float[] channels(TensorCalibration tensor, float[] channels, WeightMatrix weights) {
        if (channels.length != 0 && channels.length != weights.dim(0)) {
            throw new IllegalArgumentException(
                    "The calibration table has "
                            + channels.length
                            + " channels for tensor "
                            + tensor.tensor()
                            + ", but the weight "
                            + weights.stored()
                            + " multiplies "
                            + weights.dim(0));
        }
        return channels;
    }
}
