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
package io.github.djlint8.training.optimize;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import java.util.Collection;
import java.util.List;

/** The length of all gradients together. Stateless. */
public final class GradientNorm {

    private GradientNorm() {}

    /**
     * Measures the gradients.
     *
     * @param parameters the parameters that are trained
     * @return the Euclidean norm of all their gradients as one vector
     */
    public static double of(Collection<Parameter> parameters) {
        double sum = 0;
        for (Parameter parameter : parameters) {
            double length = of(parameter);
            sum += length * length;
        }
        return Math.sqrt(sum);
    }

    /**
     * Finds gradients that are not finite.
     *
     * @param parameters the parameters that are trained
     * @return the names of those parameters whose gradient has NaN or an infinity
     */
    public static List<String> notFinite(Collection<Parameter> parameters) {
        return parameters.stream()
                .filter(p -> !Double.isFinite(of(p)))
                .map(Parameter::getName)
                .toList();
    }

    private static double of(Parameter parameter) {
        try (NDArray gradient = parameter.getArray().getGradient();
                NDArray norm = gradient.norm()) {
            return norm.getFloat();
        }
    }

    /**
     * Returns the factor that brings gradients to a norm.
     *
     * @param norm the norm they have
     * @param limit the norm they may have
     * @return at most 1
     */
    public static float clip(double norm, double limit) {
        return norm > limit ? (float) (limit / norm) : 1;
    }
}
