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
package io.github.djlint8.api;

/**
 * The scalar definition of quantize and dequantize that every other path is compared with.
 *
 * <p>Quantize divides by the scale, rounds half to even, adds the zero point and saturates, as ONNX
 * QuantizeLinear does. It never multiplies by a reciprocal: with scale 0.00214854861f the value
 * 0.273939937f is 127.499992 steps and must become 127; the reciprocal gives 127.5 and 128.
 *
 * <p>Stateless and safe for use by many threads.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__QuantizeLinear.html">ONNX QuantizeLinear</a>
 */
public final class AffineQuantizer {

    private AffineQuantizer() {}

    /**
     * Quantizes one value.
     *
     * @param value the real value, finite
     * @param scale the step size, positive
     * @param zeroPoint the quantized value of real 0
     * @param type the integer type whose range the result saturates at
     * @return the quantized value
     * @throws IllegalArgumentException if the value is NaN or infinite or the scale not positive
     */
    public static int quantize(float value, float scale, int zeroPoint, QuantizedType type) {
        return quantize(value, scale, zeroPoint, type.qmin(), type.qmax());
    }

    /**
     * Quantizes one value into an explicit integer range.
     *
     * @param value the real value, finite
     * @param scale the step size, positive
     * @param zeroPoint the quantized value of real 0
     * @param qmin the smallest result
     * @param qmax the largest result
     * @return the quantized value
     * @throws IllegalArgumentException if the value is NaN or infinite or the scale not positive
     */
    public static int quantize(float value, float scale, int zeroPoint, int qmin, int qmax) {
        if (!Float.isFinite(value)) {
            throw new IllegalArgumentException("Cannot quantize " + value);
        }
        if (!(scale > 0f)) {
            throw new IllegalArgumentException("Scale must be positive, found " + scale);
        }
        // A quotient of two floats may overflow to infinity; the clamp then saturates it.
        double steps = Math.rint((double) (value / scale)) + zeroPoint;
        return (int) Math.max(qmin, Math.min(qmax, steps));
    }

    /**
     * Dequantizes one value.
     *
     * @param q the quantized value
     * @param scale the step size
     * @param zeroPoint the quantized value of real 0
     * @return {@code scale * (q - zeroPoint)} in float arithmetic
     */
    public static float dequantize(int q, float scale, int zeroPoint) {
        return scale * (q - zeroPoint);
    }

    /**
     * Chooses per-tensor parameters that cover a range.
     *
     * <p>The range is widened to hold 0, so that 0 is exactly representable. A range without width
     * gives scale 1. Symmetric unsigned types put the zero point at the middle of their range.
     *
     * @param range the real values to cover
     * @param type the integer type
     * @param symmetry whether the zero point is fixed
     * @return the parameters
     */
    public static QuantizationParameters chooseParameters(
            ValueRange range, QuantizedType type, Symmetry symmetry) {
        ValueRange r = range.withZero();
        if (symmetry == Symmetry.SYMMETRIC) {
            int middle = type.isSigned() ? 0 : (type.qmax() + 1) / 2;
            return QuantizationParameters.perTensor(type, symmetricScale(r.absMax(), type), middle);
        }
        int qmin = type.qmin();
        int qmax = type.qmax();
        // In double: max - min of two floats may overflow a float.
        float scale = (float) (((double) r.max() - r.min()) / ((double) qmax - qmin));
        if (!(scale >= Float.MIN_NORMAL)) {
            return QuantizationParameters.perTensor(type, 1f, type.isSigned() ? 0 : qmin);
        }
        double zeroPoint = Math.rint(qmin - (double) (r.min() / scale));
        return QuantizationParameters.perTensor(
                type, scale, (int) Math.max(qmin, Math.min(qmax, zeroPoint)));
    }

    /**
     * Returns the symmetric scale for a largest magnitude.
     *
     * @param absMax the largest magnitude, finite, not negative
     * @param type the integer type
     * @return {@code absMax / qmax}, or 1 when that is zero or not a normal float
     * @throws IllegalArgumentException if the magnitude is NaN, infinite or negative
     */
    public static float symmetricScale(float absMax, QuantizedType type) {
        if (!(absMax >= 0f) || Float.isInfinite(absMax)) {
            throw new IllegalArgumentException(
                    "Largest magnitude must be finite and not negative, found " + absMax);
        }
        int steps = type.isSigned() ? type.qmax() : type.qmax() / 2;
        float scale = absMax / steps;
        return scale >= Float.MIN_NORMAL ? scale : 1f;
    }
}
