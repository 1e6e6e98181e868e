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
package io.github.djlint8.training.prune;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.checkpoint.CheckpointGraph;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Zeroes the smallest weights of each matrix of an encoder, wherever they lie.
 *
 * <p>Shapes stay, and dense kernels multiply by zeros as by other numbers: the model is neither
 * faster nor smaller until its file is compressed. Immutable and safe for use by many threads.
 *
 * @param sparsity the share of the weights of each matrix that become zero, above 0 and below 1
 */
public record WeightZeroing(double sparsity) {

    /**
     * Creates the zeroing.
     *
     * @throws IllegalArgumentException if the sparsity is out of its range
     */
    public WeightZeroing {
        if (!(sparsity > 0 && sparsity < 1)) {
            throw new IllegalArgumentException(
                    "sparsity must be above 0 and below 1, found " + sparsity);
        }
    }

    /**
     * Zeroes weights.
     *
     * @param model a float model as exporters write it; it is left as it is
     * @param layers the number of layers of its encoder
     * @return the model with zeros
     * @throws MalformedModelException if a weight is missing
     */
    public OnnxModel apply(OnnxModel model, int layers) throws MalformedModelException {
        Graph graph = model.graph();
        CheckpointGraph weights =
                new CheckpointGraph(
                        graph, model.source().map(Path::toString).orElse("Graph of the encoder"));
        for (int layer = 0; layer < layers; layer++) {
            String prefix = SlicedWeight.prefix(weights, layer);
            for (SlicedWeight matrix : SlicedWeight.values()) {
                weights.replace(zeroed(weights.tensor(prefix + matrix.names().get(0))));
            }
        }
        return model.withGraph(graph);
    }

    private Tensor zeroed(Tensor weight) {
        float[] values = weight.toFloats();
        int count = (int) Math.round(sparsity * values.length);
        float[] sizes = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            sizes[i] = Math.abs(values[i]);
        }
        Arrays.sort(sizes);
        float limit = count == 0 ? 0 : sizes[count - 1];
        int below = count;
        while (below > 0 && sizes[below - 1] == limit) {
            below--;
        }
        int ties = count - below;
        for (int i = 0; i < values.length; i++) {
            float size = Math.abs(values[i]);
            if (size < limit || size == limit && ties-- > 0) {
                values[i] = 0;
            }
        }
        return Tensor.ofFloats(weight.name(), values, weight.dims());
    }
}
