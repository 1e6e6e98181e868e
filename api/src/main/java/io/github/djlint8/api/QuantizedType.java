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
 * The integer types that quantized values are stored in.
 *
 * <p>The names and ranges are those of the ONNX element types of the same names. Immutable and safe
 * for use by many threads.
 */
public enum QuantizedType {
    /** Signed 8-bit integers, [-128, 127]. */
    INT8(8, true),
    /** Unsigned 8-bit integers, [0, 255]. */
    UINT8(8, false),
    /** Signed 4-bit integers, [-8, 7]. */
    INT4(4, true),
    /** Unsigned 4-bit integers, [0, 15]. */
    UINT4(4, false),
    /** Signed 32-bit integers, the type of accumulators and biases. */
    INT32(32, true);

    private final int bits;
    private final boolean signed;

    QuantizedType(int bits, boolean signed) {
        this.bits = bits;
        this.signed = signed;
    }

    /**
     * Returns the number of bits of one value.
     *
     * @return the number of bits of one value
     */
    public int bits() {
        return bits;
    }

    /**
     * Returns whether the type holds negative values.
     *
     * @return whether the type holds negative values
     */
    public boolean isSigned() {
        return signed;
    }

    /**
     * Returns the smallest value of the type.
     *
     * @return the smallest value of the type
     */
    public int qmin() {
        return signed ? (int) -(1L << (bits - 1)) : 0;
    }

    /**
     * Returns the largest value of the type.
     *
     * @return the largest value of the type
     */
    public int qmax() {
        return (int) ((1L << (signed ? bits - 1 : bits)) - 1);
    }

    /**
     * Returns the smallest value used under a scheme.
     *
     * <p>A symmetric signed type leaves its most negative value out, so that negation never
     * saturates: int8 is [-127, 127].
     *
     * @param symmetry the scheme
     * @return the smallest value used
     */
    public int qmin(Symmetry symmetry) {
        return signed && symmetry == Symmetry.SYMMETRIC ? -qmax() : qmin();
    }
}
