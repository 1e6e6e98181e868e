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

import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.onnx.quantize.MeasuredChooser;
import java.util.List;

/**
 * The errors of activations that a sensitivity analysis has measured, for choices between a
 * calibrated range and scales by token.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param sensitivities each layer alone, in each way to quantize it
 */
public record MeasuredErrors(List<LayerSensitivity> sensitivities)
        implements MeasuredChooser.Errors {

    /** Copies the list. */
    public MeasuredErrors {
        sensitivities = List.copyOf(sensitivities);
    }

    /** {@inheritDoc} */
    @Override
    public double error(String tensor, ActivationChoice choice) {
        return sensitivities.stream()
                .filter(s -> s.layer().equals(tensor) && s.choice() == choice)
                .mapToDouble(s -> s.score().divergence().mean())
                .findFirst()
                .orElse(Double.NaN);
    }
}
