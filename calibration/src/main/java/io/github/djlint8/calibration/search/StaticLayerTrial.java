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
package io.github.djlint8.calibration.search;

import ai.djl.MalformedModelException;
import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.HybridMode;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.quantize.QuantizationReport;
import io.github.djlint8.onnx.quantize.QuantizationResult;
import io.github.djlint8.onnx.quantize.StaticQuantizer;
import java.util.List;
import java.util.Map;

/**
 * Variants by static quantization: an activation has its calibrated range, one scale for each token
 * or stays float, and with it the products and convolutions that read it.
 *
 * <p>A layer has the name of its activation, which is a row of the calibration table. Activations
 * that the table leaves float are not among the layers. Immutable and safe for use by many threads.
 */
public final class StaticLayerTrial implements LayerTrial {

    private final OnnxModel model;
    private final CalibrationTable table;
    private final StaticConfig config;
    private final Map<String, ActivationReaders> layers;

    /**
     * Creates the trial.
     *
     * @param model the float model
     * @param modelHash the SHA-256 of the model's file, in hexadecimal
     * @param table the result of calibrating this model
     * @param config how layers are quantized; what it skips is not among the layers
     * @throws MalformedModelException if the model contradicts itself
     * @throws IllegalArgumentException if the model is quantized already, nothing in it can be, the
     *     table was made for another model or lacks an activation, or the choices are not those of
     *     the table
     */
    public StaticLayerTrial(
            OnnxModel model, String modelHash, CalibrationTable table, StaticConfig config)
            throws MalformedModelException {
        this.model = model;
        this.table = table;
        this.config = config;
        if (config.hybrid() != HybridMode.TABLE) {
            throw new IllegalArgumentException(
                    "A search writes its choices into the table, so that hybrid must be table,"
                            + " found "
                            + config.hybrid().option());
        }
        QuantizationReport report =
                StaticQuantizer.quantize(model, modelHash, table, config).report();
        layers = ActivationReaders.find(model.graph(), report.quantizedLayers());
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("No layer of the model can be quantized");
        }
    }

    /** {@inheritDoc} */
    @Override
    public List<String> layers() {
        return List.copyOf(layers.keySet());
    }

    /** {@inheritDoc} */
    @Override
    public List<ActivationChoice> quantizedChoices(String layer) {
        return layers.get(layer).channelsLast()
                ? List.of(ActivationChoice.STATIC, ActivationChoice.TOKEN)
                : List.of(ActivationChoice.STATIC);
    }

    /** {@inheritDoc} */
    @Override
    public Map<String, ActivationChoice> given() {
        Map<String, ActivationChoice> choices = SensitivityAnalysis.allFirst(this);
        choices.replaceAll((l, first) -> fitting(l, table.find(l).orElseThrow().choice()));
        return choices;
    }

    /** {@inheritDoc} */
    @Override
    public List<String> readers(String layer) {
        return layers.get(layer).nodes();
    }

    /** {@inheritDoc} */
    @Override
    public TrialModel make(Map<String, ActivationChoice> choices) throws MalformedModelException {
        LayerChoices.check(this, choices);
        CalibrationTable variant =
                table.map(t -> t.withChoice(choices.getOrDefault(t.tensor(), t.choice())));
        QuantizationResult result = StaticQuantizer.quantize(model, variant, config);
        return new TrialModel(
                result.model(), ActivationReaders.cost(model.graph(), result.report()));
    }

    /** A convolution takes a choice by token for a static one, as the quantizer does. */
    private ActivationChoice fitting(String layer, ActivationChoice choice) {
        List<ActivationChoice> ways = quantizedChoices(layer);
        return ways.contains(choice) ? choice : ways.get(0);
    }
}
