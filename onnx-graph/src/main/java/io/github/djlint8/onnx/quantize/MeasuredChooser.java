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
import io.github.djlint8.api.TensorCalibration;

/**
 * Keeps an activation static unless measurement says that one scale a token is much better; one
 * that was not measured keeps its choice.
 *
 * <p>Safe for use by many threads if its measurements are.
 */
public final class MeasuredChooser implements ActivationChooser {

    private final Errors errors;
    private final double tolerance;

    /** Measured errors of a model in which one activation is quantized. */
    public interface Errors {

        /**
         * Returns the error with one activation quantized.
         *
         * @param tensor the name of the activation
         * @param choice how it is quantized
         * @return the error, for example the divergence of the answers; NaN if it was not measured
         */
        double error(String tensor, ActivationChoice choice);
    }

    /**
     * Creates the chooser.
     *
     * @param errors the measurements
     * @param tolerance how many times the error of one scale a token a static range may make, since
     *     it is faster; at least 1
     */
    public MeasuredChooser(Errors errors, double tolerance) {
        if (!(tolerance >= 1)) {
            throw new IllegalArgumentException("tolerance must be at least 1, found " + tolerance);
        }
        this.errors = errors;
        this.tolerance = tolerance;
    }

    /** {@inheritDoc} */
    @Override
    public ActivationChoice choose(TensorCalibration tensor) {
        double statically = errors.error(tensor.tensor(), ActivationChoice.STATIC);
        double byToken = errors.error(tensor.tensor(), ActivationChoice.TOKEN);
        if (Double.isNaN(statically) || Double.isNaN(byToken)) {
            return tensor.choice();
        }
        return statically <= tolerance * byToken ? ActivationChoice.STATIC : ActivationChoice.TOKEN;
    }
}
