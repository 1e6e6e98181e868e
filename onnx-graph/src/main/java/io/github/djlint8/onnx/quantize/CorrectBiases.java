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
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.TensorCalibration;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.pass.GraphPass;
import io.github.djlint8.onnx.pass.Opsets;
import io.github.djlint8.onnx.quantize.ProductSelection.Product;
import java.util.List;

/**
 * Takes the mean error that rounded weights make out of the biases.
 *
 * <p>The mean of x (W - W') over the data is mean(x) (W - W'), a constant. Source: Nagel et al.,
 * Data-Free Quantization through Weight Equalization and Bias Correction, 2019 (arXiv 1906.04721).
 */
final class CorrectBiases implements GraphPass {

    private final StaticConfig config;
    private final ActivationTable table;
    private final WeightStore weights;

    CorrectBiases(StaticConfig config, ActivationTable table, WeightStore weights) {
        this.config = config;
        this.table = table;
        this.weights = weights;
    }

    /** {@inheritDoc} */
    @Override
    public String name() {
        return "correct-biases";
    }

    /** {@inheritDoc} */
    @Override
    public int apply(Graph graph, Opsets opsets) throws MalformedModelException {
        ProductBias biases = new ProductBias(graph);
        int changes = 0;
        for (Product product : new ProductSelection(config).products(graph)) {
            if (product.isQuantized() && table.isQuantized(product.activation())) {
                TensorCalibration x = table.get(product.activation());
                float[] means = ActivationTable.channels(x, x.channelMeans(), product.weights());
                if (means.length > 0) {
                    float alpha = product.node().attribute("alpha", 1f);
                    biases.add(product.node(), meanError(product, means, alpha));
                    changes++;
                }
            }
        }
        return changes;
    }

    private float[] meanError(Product product, float[] means, float alpha)
            throws MalformedModelException {
        WeightMatrix matrix = product.weights();
        List<Integer> levels = table.levels(product.activation(), config.activationSymmetry());
        QuantizedWeights rounded = weights.quantized(matrix, WeightScheme.of(config, levels));
        WeightColumns columns = new WeightColumns(matrix);
        float[] error = new float[columns.count()];
        columns.forEach(
                (n, column) -> {
                    double sum = 0;
                    for (int k = 0; k < column.length; k++) {
                        sum += means[k] * ((double) column[k] - rounded.value(k, n, error.length));
                    }
                    error[n] = (float) (alpha * sum);
                });
        return error;
    }
}
