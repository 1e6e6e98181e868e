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
package io.github.djlint8.calibration.corpus;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/** Stratified sampling by length: one sentence from each of many runs of similar length. */
final class LengthStrata {

    private LengthStrata() {}

    /** Chooses indices of lengths, returned in ascending order. */
    static int[] choose(int[] lengths, int count, Random random) {
        // length above, index below: sorts by length and keeps the order of equals
        long[] byLength =
                IntStream.range(0, lengths.length)
                        .mapToLong(i -> (long) lengths[i] << Integer.SIZE | i)
                        .sorted()
                        .toArray();
        int[] chosen = new int[count];
        for (int i = 0; i < count; i++) {
            int start = (int) ((long) i * lengths.length / count);
            int end = (int) ((i + 1L) * lengths.length / count);
            chosen[i] = (int) byLength[start + random.nextInt(end - start)];
        }
        Arrays.sort(chosen);
        return chosen;
    }
}
