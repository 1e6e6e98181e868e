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

import io.github.djlint8.onnx.Graph;
import java.util.Locale;
import java.util.Set;

/** The integers that a row of magnitude 1 is quantized to where each token has its own scale. */
public enum TokenGrid {
    /** For rows of any values: the magnitude is the largest absolute value. */
    SYMMETRIC(1f / 127f, 128, 0f),
    /**
     * For outputs of GELU: the magnitude is the largest value, and never so small that -0.17 = 16 /
     * 239 * 2.54 would leave the grid.
     */
    GELU(1f / 239f, 16, 2.54f);

    private static final Set<String> GELUS = Set.of("Gelu", "BiasGelu", "FastGelu");

    private final float step;
    private final int zeroPoint;
    private final float smallestMagnitude;

    TokenGrid(float step, int zeroPoint, float smallestMagnitude) {
        this.step = step;
        this.zeroPoint = zeroPoint;
        this.smallestMagnitude = smallestMagnitude;
    }

    /**
     * Returns the grid of an activation.
     *
     * @param graph the graph, its GELUs fused
     * @param activation the name of the activation
     * @return the grid
     */
    public static TokenGrid of(Graph graph, String activation) {
        return graph.producer(activation).filter(n -> GELUS.contains(n.opType())).isPresent()
                ? GELU
                : SYMMETRIC;
    }

    /**
     * Returns the distance of two integers for a row of magnitude 1.
     *
     * @return the scale
     */
    public float step() {
        return step;
    }

    /**
     * Returns the quantized value of 0.
     *
     * @return the zero point, for uint8
     */
    public int zeroPoint() {
        return zeroPoint;
    }

    /**
     * Returns the magnitude that smaller rows are taken to have.
     *
     * @return the magnitude, 0 for none
     */
    public float smallestMagnitude() {
        return smallestMagnitude;
    }

    /** Returns the name in tensors of the graph. */
    String option() {
        return name().toLowerCase(Locale.ROOT);
    }
}
