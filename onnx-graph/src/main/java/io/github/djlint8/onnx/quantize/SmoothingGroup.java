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
import io.github.djlint8.api.SmoothQuant;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.TensorCalibration;
import io.github.djlint8.api.ValueRange;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.quantize.ProductSelection.Product;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A statically quantized activation and the products that read it. */
final class SmoothingGroup {

    /** The channels of a layer normalization peak at about four standard deviations. */
    private static final double CREST = 4;

    private static final double LEVELS = 255;
    private static final double WEIGHT_LEVELS = 127;

    private final TensorCalibration tensor;
    private final List<Product> products;
    private final boolean perChannel;
    private final float[] magnitudes;
    private final float[] weightMagnitudes;

    /**
     * Creates the group.
     *
     * @param tensor what calibration found out, with the magnitude of each channel
     * @param products the products that read it
     * @param perChannel whether each output channel of the weights has a scale of its own
     */
    SmoothingGroup(TensorCalibration tensor, List<Product> products, boolean perChannel) {
        this.perChannel = perChannel;
        this.tensor = tensor;
        this.products = products;
        magnitudes = tensor.channelAbsMax();
        weightMagnitudes = new float[magnitudes.length];
        for (Product product : products) {
            WeightColumns columns = new WeightColumns(product.weights());
            for (int n = 0; n < columns.count(); n++) {
                for (int k = 0; k < weightMagnitudes.length; k++) {
                    float weight = Math.abs(columns.get(k, n));
                    weightMagnitudes[k] = Math.max(weightMagnitudes[k], weight);
                }
            }
        }
    }

    /**
     * Finds the activations of a graph whose channels are to be divided.
     *
     * @param graph the graph
     * @param table what is known of the activations
     * @param config what to do
     * @return one group for each of them, those with given divisors among them
     * @throws MalformedModelException if the data of an initializer do not fit its shape
     * @throws IllegalArgumentException if the table has another number of channels than a weight
     */
    static List<SmoothingGroup> all(Graph graph, ActivationTable table, StaticConfig config)
            throws MalformedModelException {
        boolean search = config.smoothQuant().mode() != SmoothQuant.Mode.OFF;
        Map<String, List<Product>> byActivation = new LinkedHashMap<>();
        for (Product product : new ProductSelection(config).products(graph)) {
            if (product.isQuantized()) {
                TensorCalibration x = table.get(product.activation());
                float[] channels = search ? x.channelAbsMax() : new float[0];
                channels = x.isDivided() ? x.channelDivisors() : channels;
                if (x.choice() == ActivationChoice.STATIC && channels.length > 0) {
                    ActivationTable.channels(x, channels, product.weights());
                    byActivation.computeIfAbsent(x.tensor(), a -> new ArrayList<>()).add(product);
                }
            }
        }
        List<SmoothingGroup> groups = new ArrayList<>();
        byActivation.forEach(
                (a, products) ->
                        groups.add(
                                new SmoothingGroup(table.get(a), products, config.perChannel())));
        return groups;
    }

    /** Returns what calibration found out about the activation. */
    TensorCalibration tensor() {
        return tensor;
    }

    /** Returns the products that read the activation. */
    List<Product> products() {
        return products;
    }

    /**
     * Returns what the channels are divided by.
     *
     * @param alpha the strength: 0 evens the weights out, 1 the activation
     * @return one positive factor for each channel, 1 for a channel or weights that are all 0
     */
    float[] factors(double alpha) {
        float[] factors = new float[magnitudes.length];
        for (int k = 0; k < factors.length; k++) {
            double factor =
                    Math.pow(magnitudes[k], alpha) / Math.pow(weightMagnitudes[k], 1 - alpha);
            boolean usable = magnitudes[k] > 0 && weightMagnitudes[k] > 0 && (float) factor > 0;
            factors[k] = usable && Float.isFinite((float) factor) ? (float) factor : 1f;
        }
        return factors;
    }

    /**
     * Returns what is known of the activation once its channels are divided.
     *
     * @param name its name then
     * @param factors what the channels are divided by
     * @return its range, not wider than the magnitudes of its channels, and its channels; what the
     *     table says where the divisors are those of the table
     */
    TensorCalibration divided(String name, float[] factors) {
        if (tensor.isDivided()) {
            return divided(name, tensor.range(), tensor.channelMeans(), magnitudes);
        }
        float[] scaled = divide(magnitudes, factors);
        float[] means = divide(tensor.channelMeans(), factors);
        float largest = 0f;
        float smallestFactor = Float.POSITIVE_INFINITY;
        for (int k = 0; k < factors.length; k++) {
            largest = Math.max(largest, scaled[k]);
            smallestFactor = Math.min(smallestFactor, factors[k]);
        }
        ValueRange range = tensor.range().withZero();
        float min = Math.max(-largest, range.min() / smallestFactor);
        float max = Math.min(largest, range.max() / smallestFactor);
        return divided(name, new ValueRange(min, max), means, scaled);
    }

    private TensorCalibration divided(
            String name, ValueRange range, float[] means, float[] magnitudes) {
        return new TensorCalibration(
                name, range, tensor.method(), tensor.count(), tensor.choice(), means, magnitudes);
    }

    /**
     * Estimates the error of the products from the steps of activation and weights.
     *
     * <p>A step d makes errors with the mean square d^2 / 12. Those of the activation are
     * multiplied by the weights, those of the weights by the activation.
     *
     * @param factors what the channels are divided by
     * @return the sum of the mean squares over the output channels
     */
    double estimatedError(float[] factors) {
        ValueRange range = divided(tensor.tensor(), factors).range();
        double step = ((double) range.max() - range.min()) / LEVELS;
        double[] power = power(factors);
        double total = Arrays.stream(power).sum();
        double error = 0;
        for (Product product : products) {
            WeightColumns columns = new WeightColumns(product.weights());
            double[] squares = new double[columns.count()];
            double[] weightSteps = new double[columns.count()];
            columns.forEach(
                    (n, column) -> {
                        for (int k = 0; k < column.length; k++) {
                            double weight = (double) column[k] * factors[k];
                            squares[n] += weight * weight;
                            weightSteps[n] = Math.max(weightSteps[n], Math.abs(weight));
                        }
                        weightSteps[n] /= WEIGHT_LEVELS;
                    });
            if (!perChannel) {
                Arrays.fill(weightSteps, Arrays.stream(weightSteps).max().orElse(0));
            }
            for (int n = 0; n < squares.length; n++) {
                error += step * step * squares[n] + weightSteps[n] * weightSteps[n] * total;
            }
        }
        return error / 12;
    }

    /** The mean square of each channel after the division. */
    private double[] power(float[] factors) {
        float[] means = tensor.channelMeans();
        double[] power = new double[factors.length];
        for (int k = 0; k < power.length; k++) {
            double mean = means.length == 0 ? 0 : means[k] / (double) factors[k];
            double deviation = magnitudes[k] / CREST / factors[k];
            power[k] = mean * mean + deviation * deviation;
        }
        return power;
    }

    private static float[] divide(float[] values, float[] factors) {
        float[] quotients = new float[values.length];
        for (int k = 0; k < values.length; k++) {
            quotients[k] = values[k] / factors[k];
        }
        return quotients;
    }
}
