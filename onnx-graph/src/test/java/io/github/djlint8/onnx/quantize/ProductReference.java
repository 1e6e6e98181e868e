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
import io.github.djlint8.api.QuantizedType;

/** The scalar definition of quantized products. */
final class ProductReference {

    /** The step of a row whose largest value is 1. */
    static final float STEP = 1f / 127f;

    private ProductReference() {}

    /** One scale for each row. */
    static float[] token(float[] x, QuantizedWeights w, int k, int n) {
        float[] y = new float[x.length / k * n];
        for (int row = 0; row < x.length / k; row++) {
            float r = 0f;
            for (int i = 0; i < k; i++) {
                r = Math.max(r, Math.abs(x[row * k + i]));
            }
            int[] q = new int[k];
            for (int i = 0; i < k; i++) {
                float unit = x[row * k + i] / r;
                q[i] = AffineQuantizer.quantize(unit, STEP, 128, QuantizedType.UINT8) - 128;
            }
            for (int c = 0; c < n; c++) {
                y[row * n + c] = (float) ((double) sum(q, w, n, c) * STEP * w.scales()[c] * r);
            }
        }
        return y;
    }

    /** DynamicQuantizeLinear as the specification of ONNX defines it. */
    static float[] tensor(float[] x, QuantizedWeights w, int k, int n) {
        float min = 0f;
        float max = 0f;
        for (float v : x) {
            min = Math.min(min, v);
            max = Math.max(max, v);
        }
        float scale = (max - min) / 255f;
        int zeroPoint = (int) Math.rint(Math.max(0f, Math.min(255f, 0f - min / scale)));
        float[] y = new float[x.length / k * n];
        for (int row = 0; row < x.length / k; row++) {
            int[] q = new int[k];
            for (int i = 0; i < k; i++) {
                float v = x[row * k + i];
                q[i] =
                        AffineQuantizer.quantize(v, scale, zeroPoint, QuantizedType.UINT8)
                                - zeroPoint;
            }
            for (int c = 0; c < n; c++) {
                y[row * n + c] = (float) ((double) sum(q, w, n, c) * scale * w.scales()[c]);
            }
        }
        return y;
    }

    private static int sum(int[] q, QuantizedWeights w, int n, int column) {
        int sum = 0;
        for (int i = 0; i < q.length; i++) {
            sum += q[i] * w.values()[i * n + column];
        }
        return sum;
    }
}
