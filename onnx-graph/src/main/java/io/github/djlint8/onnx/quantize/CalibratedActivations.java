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
import io.github.djlint8.api.QuantizationFormat;
import io.github.djlint8.api.Symmetry;
import io.github.djlint8.onnx.Graph;
import java.util.List;

/** Quantizes each activation as calibration chose: statically, by token or not at all. */
final class CalibratedActivations implements ActivationQuantizer {

    private final ActivationTable table;
    private final Symmetry symmetry;
    private final ActivationQuantizer statically;
    private final ActivationQuantizer byToken;

    /**
     * Creates the quantizer.
     *
     * @param graph the graph that nodes are added to
     * @param opset the version of the standard operator set
     * @param table ranges and choices
     * @param symmetry whether zero points follow the ranges
     * @param format which operators products are written in
     * @throws MalformedModelException if the graph contradicts itself
     */
    CalibratedActivations(
            Graph graph,
            long opset,
            ActivationTable table,
            Symmetry symmetry,
            QuantizationFormat format)
            throws MalformedModelException {
        this.table = table;
        this.symmetry = symmetry;
        ProductWriter products = ProductWriter.of(format, graph);
        statically =
                new StaticActivations(graph, opset, products, x -> table.parameters(x, symmetry));
        byToken = new TokenActivations(graph, opset, products);
    }

    /** {@inheritDoc} */
    @Override
    public List<Integer> levels(String activation) {
        return table.levels(activation, symmetry);
    }

    /** {@inheritDoc} */
    @Override
    public String floatReason(String activation) {
        return table.get(activation).choice() == ActivationChoice.FLOAT
                ? "the calibration table leaves its activation " + activation + " float"
                : "";
    }

    /** {@inheritDoc} */
    @Override
    public String treatment(String activation) {
        return table.get(activation).choice().option();
    }

    /** {@inheritDoc} */
    @Override
    public void addProduct(
            String activation, WeightStore.Entry weights, String label, String output)
            throws MalformedModelException {
        boolean token = table.get(activation).choice() == ActivationChoice.TOKEN;
        (token ? byToken : statically).addProduct(activation, weights, label, output);
    }
}
