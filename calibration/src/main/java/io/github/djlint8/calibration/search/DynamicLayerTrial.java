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
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.quantize.DynamicQuantizer;
import io.github.djlint8.onnx.quantize.QuantizationReport.Layer;
import io.github.djlint8.onnx.quantize.QuantizationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Variants by dynamic quantization, which needs no calibration: a layer is quantized or float.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class DynamicLayerTrial implements LayerTrial {

    private final OnnxModel model;
    private final DynamicConfig config;
    private final List<String> layers;

    /**
     * Creates the trial.
     *
     * @param model the float model
     * @param config how layers are quantized; what it skips is not among the layers
     * @throws MalformedModelException if the model contradicts itself
     * @throws IllegalArgumentException if the model is quantized already, or nothing in it can be
     */
    public DynamicLayerTrial(OnnxModel model, DynamicConfig config) throws MalformedModelException {
        this.model = model;
        this.config = config;
        layers =
                DynamicQuantizer.quantize(model, config).report().quantizedLayers().stream()
                        .map(Layer::node)
                        .distinct()
                        .toList();
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("No layer of the model can be quantized");
        }
    }

    /** {@inheritDoc} */
    @Override
    public List<String> layers() {
        return layers;
    }

    /** {@inheritDoc} */
    @Override
    public List<ActivationChoice> quantizedChoices(String layer) {
        return List.of(ActivationChoice.TOKEN);
    }

    /** {@inheritDoc} */
    @Override
    public TrialModel make(Map<String, ActivationChoice> choices) throws MalformedModelException {
        LayerChoices.check(this, choices);
        List<String> skip = new ArrayList<>(config.skip().globs());
        layers.stream().filter(l -> choices.get(l) == ActivationChoice.FLOAT).forEach(skip::add);
        DynamicConfig variant =
                DynamicConfig.builder()
                        .optActivations(config.activations())
                        .optWeights(config.weights())
                        .optPerChannel(config.perChannel())
                        .optEmbeddings(config.embeddings())
                        .optFuse(config.fuse())
                        .optSkip(skip)
                        .build();
        QuantizationResult result = DynamicQuantizer.quantize(model, variant);
        return new TrialModel(
                result.model(), ActivationReaders.cost(model.graph(), result.report()));
    }
}
