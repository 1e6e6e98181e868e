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
import io.github.djlint8.api.QuantizedType;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Tensor;

/**
 * Quantizes the weights and the bias of a convolution, one scale for each output channel or one for
 * all.
 *
 * <p>ONNX Runtime multiplies them as a matrix whose rows are ordered by place in the kernel, then
 * by input channel; the bound on adjacent pairs is kept in that order.
 */
final class ConvolutionWeights {

    private final Tensor weight;
    private final int outputs;
    private final int inputs;
    private final int places;

    private ConvolutionWeights(Tensor weight) {
        this.weight = weight;
        outputs = Math.toIntExact(weight.dim(0));
        inputs = Math.toIntExact(weight.dim(1));
        places = Math.toIntExact(weight.elementCount() / weight.dim(0) / weight.dim(1));
    }

    /**
     * Quantizes the weights.
     *
     * @param weight the weights, output channels first, then input channels
     * @param scheme how weights become integers, symmetric
     * @return the quantized weights, laid out as the float ones
     * @throws MalformedModelException if a weight is NaN or infinite
     */
    static QuantizedWeights quantize(Tensor weight, WeightScheme scheme)
            throws MalformedModelException {
        ConvolutionWeights w = new ConvolutionWeights(weight);
        QuantizedWeights q = WeightQuantizer.quantize(w.matrix(), scheme, true);
        byte[] values = new byte[q.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = q.values()[w.packed(i)];
        }
        return new QuantizedWeights(values, q.scales(), q.zeroPoints(), q.sqnr());
    }

    /**
     * Quantizes the bias to the steps of the accumulator.
     *
     * @param bias the bias, one value for each output channel
     * @param input the scale of the input
     * @param weights the scales of the weights
     * @return the integers; none if one does not fit
     */
    static int[] bias(float[] bias, float input, float[] weights) {
        int[] quantized = new int[bias.length];
        for (int n = 0; n < bias.length; n++) {
            double steps = bias[n] / (double) scale(input, weights, n);
            if (!(Math.abs(steps) < QuantizedType.INT32.qmax())) {
                return new int[0];
            }
            quantized[n] = (int) Math.rint(steps);
        }
        return quantized;
    }

    /**
     * Returns one step of the accumulator.
     *
     * @param input the scale of the input
     * @param weights the scales of the weights
     * @param channel the output channel
     * @return the step
     */
    static float scale(float input, float[] weights, int channel) {
        return input * weights[weights.length == 1 ? 0 : channel];
    }

    private WeightMatrix matrix() {
        float[] values = weight.toFloats();
        float[] ordered = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            ordered[packed(i)] = values[i];
        }
        Tensor matrix = Tensor.ofFloats(weight.name(), ordered, outputs, (long) inputs * places);
        return new WeightMatrix(matrix, ElementType.FLOAT, true);
    }

    private int packed(int index) {
        int place = index % places;
        int input = index / places % inputs;
        int output = index / places / inputs;
        return (output * places + place) * inputs + input;
    }
}
