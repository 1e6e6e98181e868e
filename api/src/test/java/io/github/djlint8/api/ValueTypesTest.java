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

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import org.testng.Assert.ThrowingRunnable;
import org.testng.annotations.Test;

/** The small values: types, ranges, granularities and parameters. */
public class ValueTypesTest {

    @Test
    public void integerTypesHaveTheirRanges() {
        assertRange(QuantizedType.INT8, 8, true, -128, 127);
        assertRange(QuantizedType.UINT8, 8, false, 0, 255);
        assertRange(QuantizedType.INT4, 4, true, -8, 7);
        assertRange(QuantizedType.UINT4, 4, false, 0, 15);
        assertRange(QuantizedType.INT32, 32, true, Integer.MIN_VALUE, Integer.MAX_VALUE);
        assertEquals(QuantizedType.values().length, 5);
    }

    @Test
    public void symmetricSignedTypesLeaveTheMostNegativeValueOut() {
        assertEquals(QuantizedType.INT8.qmin(Symmetry.SYMMETRIC), -127);
        assertEquals(QuantizedType.INT8.qmin(Symmetry.ASYMMETRIC), -128);
        assertEquals(QuantizedType.INT4.qmin(Symmetry.SYMMETRIC), -7);
        assertEquals(QuantizedType.UINT8.qmin(Symmetry.SYMMETRIC), 0);
    }

    @Test
    public void spellingsOfOptions() {
        assertEquals(Precision.INT8.option(), "int8");
        assertEquals(Precision.DYNAMIC.option(), "dynamic");
        assertEquals(Precision.FLOAT32.option(), "float32");
        assertEquals(ActivationScheme.TOKEN.option(), "token");
        assertEquals(ActivationScheme.TENSOR.option(), "tensor");
        assertEquals(ActivationChoice.STATIC.option(), "static");
        assertEquals(ActivationChoice.TOKEN.option(), "token");
        assertEquals(ActivationChoice.FLOAT.option(), "float");
        assertEquals(WeightRange.PORTABLE.option(), "portable");
        assertEquals(WeightRange.FULL_RANGE.option(), "full-range");
    }

    @Test
    public void rangeOfAnArray() {
        assertEquals(ValueRange.of(new float[] {3, -2, 7}, "w"), new ValueRange(-2, 7));
        assertEquals(ValueRange.of(new float[] {5}, "w"), new ValueRange(5, 5));
        assertError("Tensor w has no values", () -> ValueRange.of(new float[0], "w"));
        assertError(
                "Tensor w holds NaN at index 1",
                () -> ValueRange.of(new float[] {1, Float.NaN}, "w"));
        assertError(
                "Tensor enc.w holds -Infinity at index 0",
                () -> ValueRange.of(new float[] {Float.NEGATIVE_INFINITY}, "enc.w"));
    }

    @Test
    public void rangesAreFiniteAndInOrder() {
        assertError("reversed: [2.0, 1.0]", () -> new ValueRange(2, 1));
        assertError("finite, found [NaN, 1.0]", () -> new ValueRange(Float.NaN, 1));
        assertError(
                "finite, found [0.0, Infinity]", () -> new ValueRange(0, Float.POSITIVE_INFINITY));
        assertEquals(new ValueRange(2, 3).withZero(), new ValueRange(0, 3));
        assertEquals(new ValueRange(-3, -2).withZero(), new ValueRange(-3, 0));
        assertEquals(new ValueRange(-3, -2).union(new ValueRange(-2.5f, 4)), new ValueRange(-3, 4));
        assertEquals(new ValueRange(-3, 2).absMax(), 3f);
        assertEquals(new ValueRange(-1, 2).absMax(), 2f);
    }

    @Test
    public void axesCountFromBothEnds() {
        assertEquals(Granularity.perAxis(-1, 3), new Granularity.PerAxis(2));
        assertEquals(Granularity.perAxis(0, 3), new Granularity.PerAxis(0));
        assertEquals(Granularity.normalizeAxis(-3, 3), 0);
        assertError("Axis 3 is outside [-3, 2]", () -> Granularity.perAxis(3, 3));
        assertError("Axis -4 is outside [-3, 2]", () -> Granularity.perAxis(-4, 3));
        assertError("negative, found -1", () -> new Granularity.PerAxis(-1));
        assertError("negative, found -2", () -> new Granularity.PerBlock(-2, 32));
        assertError("Block size must be at least 1", () -> new Granularity.PerBlock(0, 0));
    }

    @Test
    public void parametersAreCheckedAndCopied() {
        float[] scales = {0.5f, 0.25f};
        QuantizationParameters p = QuantizationParameters.perAxis(QuantizedType.INT8, 1, scales);
        scales[0] = 9;
        p.scales()[1] = 9;
        p.zeroPoints()[0] = 9;
        assertEquals(p.size(), 2);
        assertEquals(p.scale(0), 0.5f);
        assertEquals(p.scale(1), 0.25f);
        assertEquals(p.zeroPoint(0), 0);
        assertEquals(
                p,
                QuantizationParameters.perAxis(QuantizedType.INT8, 1, new float[] {0.5f, 0.25f}));
        assertEquals(
                p.hashCode(),
                QuantizationParameters.perAxis(QuantizedType.INT8, 1, p.scales()).hashCode());
        assertNotEquals(p, QuantizationParameters.perAxis(QuantizedType.INT8, 0, p.scales()));
    }

    @Test
    public void parametersThatCannotBeAreRefused() {
        for (float scale : new float[] {0f, -1f, Float.NaN, Float.POSITIVE_INFINITY}) {
            assertError(
                    "found " + scale + " in group 0",
                    () -> QuantizationParameters.perTensor(QuantizedType.INT8, scale, 0));
        }
        assertError(
                "[-128, 127], found 128 in group 0",
                () -> QuantizationParameters.perTensor(QuantizedType.INT8, 1f, 128));
        assertError(
                "[0, 255], found -1 in group 0",
                () -> QuantizationParameters.perTensor(QuantizedType.UINT8, 1f, -1));
        assertError(
                "0 scales and 0 zero points",
                () -> QuantizationParameters.perAxis(QuantizedType.INT8, 0, new float[0]));
        assertError(
                "2 scales and 1 zero points",
                () ->
                        new QuantizationParameters(
                                QuantizedType.INT8,
                                new Granularity.PerAxis(0),
                                new float[] {1, 1},
                                new int[1]));
        assertError(
                "one scale, found 2",
                () ->
                        new QuantizationParameters(
                                QuantizedType.INT8,
                                Granularity.perTensor(),
                                new float[] {1, 1},
                                new int[2]));
    }

    private static void assertRange(
            QuantizedType type, int bits, boolean signed, int qmin, int qmax) {
        assertEquals(type.bits(), bits);
        assertEquals(type.isSigned(), signed);
        assertEquals(type.qmin(), qmin);
        assertEquals(type.qmax(), qmax);
    }

    private static void assertError(String part, ThrowingRunnable code) {
        IllegalArgumentException e = expectThrows(IllegalArgumentException.class, code);
        assertTrue(e.getMessage().contains(part), e.getMessage());
        assertFalse(e.getMessage().contains("@"), e.getMessage());
    }
}
