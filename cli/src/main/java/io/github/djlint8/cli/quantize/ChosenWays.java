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
package io.github.djlint8.cli.quantize;

import ai.djl.MalformedModelException;
import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.calibration.search.LayerTrial;
import io.github.djlint8.calibration.search.TrialModel;
import java.util.List;
import java.util.Map;

/**
 * A trial whose layers are quantized as a table says and in no other way.
 *
 * @param trial makes the variants
 * @param table has a choice for each layer
 */
record ChosenWays(LayerTrial trial, CalibrationTable table) implements LayerTrial {

    /** {@inheritDoc} */
    @Override
    public List<String> layers() {
        return trial.layers();
    }

    /** {@inheritDoc} */
    @Override
    public List<ActivationChoice> quantizedChoices(String layer) {
        return List.of(table.tensors().get(layer).choice());
    }

    /** {@inheritDoc} */
    @Override
    public List<String> readers(String layer) {
        return trial.readers(layer);
    }

    /** {@inheritDoc} */
    @Override
    public TrialModel make(Map<String, ActivationChoice> choices) throws MalformedModelException {
        return trial.make(choices);
    }
}
