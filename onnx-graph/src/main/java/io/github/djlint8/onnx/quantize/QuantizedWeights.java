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

import io.github.djlint8.api.AffineQuantizer;

/**
 * A matrix in int8.
 *
 * <p>The arrays are not copied: this is a hand-over from the quantizer to whoever runs them. Safe
 * for use by many threads as long as nobody writes into the arrays.
 *
 * @param values the elements in row-major order
 * @param scales one scale for each column, or a single one
 * @param zeroPoints as many zero points; none if they are all 0
 * @param sqnr the signal-to-quantization-noise ratio in dB; infinite if nothing was lost
 */
public record QuantizedWeights(byte[] values, float[] scales, byte[] zeroPoints, double sqnr) {

    /**
     * Returns one real weight.
     *
     * @param row its row
     * @param column its column
     * @param columns the number of columns
     * @return the weight
     */
    public float value(int row, int column, int columns) {
        int group = scales.length == 1 ? 0 : column;
        int zeroPoint = zeroPoints.length == 0 ? 0 : zeroPoints[group];
        return AffineQuantizer.dequantize(values[row * columns + column], scales[group], zeroPoint);
    }

    /**
     * Returns the number of bytes of values, scales and zero points.
     *
     * @return the number of bytes
     */
    public long bytes() {
        return values.length + (long) Float.BYTES * scales.length + zeroPoints.length;
    }
}
