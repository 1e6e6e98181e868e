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
package io.github.djlint8.calibration.observer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;

/**
 * Sums of doubles without rounding, so that the order of the addends does not matter.
 *
 * <p>Each sum is a fixed-point number of 384 bits, kept as limbs of 32 bits in longs whose carries
 * wait until the sum is read. It holds all sums of floats exactly; bits of an addend below 2^-160
 * are dropped. Up to 2^31 addends fit. The idea is the long accumulator of U. Kulisch, <i>Computer
 * Arithmetic and Validity</i>, 2013. Not safe for use by many threads.
 */
final class ExactSums {

    private static final int LIMBS = 12;
    private static final int LIMB_BITS = 32;
    private static final long LIMB_MASK = 0xFFFF_FFFFL;
    private static final int LOWEST_BIT = -160;
    private static final int FRACTION_BITS = 52;

    private final long[] limbs;

    ExactSums(int size) {
        limbs = new long[Math.multiplyExact(size, LIMBS)];
    }

    void add(int index, double value) {
        if (value == 0) {
            return;
        }
        long bits = Double.doubleToRawLongBits(value);
        int exponent = Math.max(Math.getExponent(value), Double.MIN_EXPONENT);
        long mantissa = bits & ((1L << FRACTION_BITS) - 1);
        if (Math.getExponent(value) >= Double.MIN_EXPONENT) {
            mantissa |= 1L << FRACTION_BITS;
        }
        int position = exponent - FRACTION_BITS - LOWEST_BIT;
        if (position < 0) {
            mantissa = position <= -Long.SIZE ? 0 : mantissa >>> -position;
            position = 0;
        }
        int limb = index * LIMBS + position / LIMB_BITS;
        int shift = position % LIMB_BITS;
        int sign = bits < 0 ? -1 : 1;
        limbs[limb] += sign * ((mantissa << shift) & LIMB_MASK);
        limbs[limb + 1] += sign * ((mantissa >>> (LIMB_BITS - shift)) & LIMB_MASK);
        if (shift > 0) {
            limbs[limb + 2] += sign * (mantissa >>> (2 * LIMB_BITS - shift));
        }
    }

    void merge(ExactSums other) {
        for (int i = 0; i < limbs.length; i++) {
            limbs[i] += other.limbs[i];
        }
    }

    /** Returns a sum, rounded once. */
    double sum(int index) {
        BigInteger sum = BigInteger.ZERO;
        for (int i = LIMBS - 1; i >= 0; i--) {
            sum = sum.shiftLeft(LIMB_BITS).add(BigInteger.valueOf(limbs[index * LIMBS + i]));
        }
        return Math.scalb(sum.doubleValue(), LOWEST_BIT);
    }

    void write(DataOutput out) throws IOException {
        for (long limb : limbs) {
            out.writeLong(limb);
        }
    }

    void read(DataInput in) throws IOException {
        for (int i = 0; i < limbs.length; i++) {
            limbs[i] = in.readLong();
        }
    }
}
