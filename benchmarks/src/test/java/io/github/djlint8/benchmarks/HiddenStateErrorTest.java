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
package io.github.djlint8.benchmarks;

import static org.testng.Assert.assertEquals;

import org.testng.annotations.Test;

/** Tests {@link HiddenStateError} with values worked by hand. */
public class HiddenStateErrorTest {

    private static final double ROUNDING = 1e-12;

    /** Two tokens of width 2: one unchanged, one turned from (3, 4) to (4, 3). */
    @Test
    public void measuresTokensAndSentences() {
        HiddenStateError error = new HiddenStateError();
        error.add(new float[] {1, 0, 3, 4}, new float[] {1, 0, 4, 3}, 2);

        // 24 / 25 for the turned token, 1 for the other.
        assertEquals(error.lowestCosine(), 0.96, ROUNDING);
        assertEquals(error.tokenCosine(), 0.98, ROUNDING);
        // Sums (4, 4) and (5, 3): 32 / sqrt(32 * 34).
        assertEquals(error.sentenceCosine(), 32 / Math.sqrt(32 * 34), ROUNDING);
        // Signal 26, noise 2.
        assertEquals(error.decibels(), 10 * Math.log10(13), ROUNDING);
    }

    /** Sentences count alike, whatever their lengths. */
    @Test
    public void averagesOverSentences() {
        HiddenStateError error = new HiddenStateError();
        error.add(new float[] {1, 0, 1, 0}, new float[] {1, 0, 1, 0}, 2);
        error.add(new float[] {1, 0}, new float[] {0, 1}, 2);

        assertEquals(error.sentenceCosine(), 0.5, ROUNDING);
        assertEquals(error.tokenCosine(), 2.0 / 3, ROUNDING);
        assertEquals(error.lowestCosine(), 0, ROUNDING);
    }
}
