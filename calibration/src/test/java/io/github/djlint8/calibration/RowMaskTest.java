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
package io.github.djlint8.calibration;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNull;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import io.github.djlint8.calibration.CalibrationTarget.Layout;
import org.testng.annotations.Test;

/** Padding in what an activation's rows are. */
public class RowMaskTest {

    private static final CalibrationTarget HIDDEN =
            new CalibrationTarget("h", Layout.CHANNELS_LAST);

    @Test
    public void masksOfIntegersAndFloats() {
        boolean[] kept = {true, true, false};
        CalibrationInput longs =
                CalibrationInput.of(InputArray.ofLongs("mask", new long[] {1, 256, 0}, 1, 3));
        CalibrationInput floats =
                CalibrationInput.of(InputArray.ofFloats("mask", new float[] {1, 1, 0}, 1, 3));
        assertEquals(rows(longs, 3, 1, 3, 8), kept);
        assertEquals(rows(floats, 3, 1, 3, 8), kept);
    }

    @Test
    public void whereNothingIsMaskedThereIsNoMask() {
        CalibrationInput input =
                CalibrationInput.of(InputArray.ofLongs("mask", new long[] {1, 1}, 1, 2));
        assertTrue(RowMask.of(input, "mask").isEmpty());
        assertTrue(RowMask.of(input, "attention_mask").isEmpty());
    }

    @Test
    public void pooledActivationsHaveOneRowForEachSequence() {
        CalibrationInput input =
                CalibrationInput.of(
                        InputArray.ofLongs("mask", new long[] {1, 0, 0, 1, 1, 0}, 2, 3));
        assertNull(mask(input).forRows(HIDDEN, new long[] {2, 8}, 2));
        assertEquals(
                rows(input, 6, 2, 3, 8), new boolean[] {true, false, false, true, true, false});
    }

    @Test
    public void rowsThatCannotBeFoundAreAnError() {
        CalibrationInput input =
                CalibrationInput.of(InputArray.ofLongs("mask", new long[] {1, 1, 0}, 1, 3));
        IllegalArgumentException e =
                expectThrows(IllegalArgumentException.class, () -> rows(input, 4, 1, 4, 8));
        assertTrue(e.getMessage().contains("Tensor h has the shape [1, 4, 8]"), e.getMessage());
        CalibrationTarget image = new CalibrationTarget("i", Layout.CHANNELS_SECOND);
        expectThrows(
                IllegalArgumentException.class,
                () -> mask(input).forRows(image, new long[] {1, 8, 3}, 1));
    }

    @Test
    public void rowsOfPaddingAreLeftOut() {
        CalibrationInput input =
                CalibrationInput.of(InputArray.ofLongs("mask", new long[] {1, 0, 1}, 1, 3));
        float[] kept = mask(input).keep(new float[] {1, 2, 3, 4, 5, 6}, 2);
        assertEquals(kept, new float[] {1, 2, 5, 6});
        float[] pooled = {1, 2};
        assertEquals(mask(input).keep(pooled, 2), pooled);
    }

    private static RowMask mask(CalibrationInput input) {
        return RowMask.of(input, "mask").orElseThrow();
    }

    private static boolean[] rows(CalibrationInput input, int outer, long... dims) {
        return mask(input).forRows(HIDDEN, dims, outer);
    }
}
