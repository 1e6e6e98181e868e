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
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.testng.annotations.Test;

/** Batches of equal shapes. */
public class SampleBatcherTest {

    @Test
    public void aBatchIsFullBySamplesOrByElements() {
        SampleBatcher batcher = new SampleBatcher(3, 10);
        assertTrue(batcher.add(sample(0, 2)).isEmpty());
        assertTrue(batcher.add(sample(1, 2)).isEmpty());
        assertEquals(indices(batcher.add(sample(2, 2))), List.of(0, 1, 2));
        assertTrue(batcher.add(sample(3, 4)).isEmpty());
        assertEquals(indices(batcher.add(sample(4, 4))), List.of(3, 4), "a third would be 12");
        assertEquals(indices(batcher.add(sample(5, 99))), List.of(5), "too long goes alone");
        assertTrue(batcher.drain().isEmpty());
    }

    @Test
    public void everySampleComesOnceAndOnlyWithItsEquals() {
        long seed = 9;
        Random random = new Random(seed);
        SampleBatcher batcher = new SampleBatcher(16, 1 << 20);
        Set<Integer> seen = new HashSet<>();
        int waiting = 0;
        for (int i = 0; i < 9_000; i++) {
            waiting++;
            // More shapes than samples may wait for.
            Optional<SampleBatch> batch = batcher.add(sample(i, 1 + random.nextInt(8_000)));
            waiting -= check(batch, seen, seed);
            assertTrue(waiting <= 4096, waiting + " samples wait");
        }
        for (Optional<SampleBatch> batch = batcher.drain();
                batch.isPresent();
                batch = batcher.drain()) {
            check(batch, seen, seed);
        }
        assertEquals(seen.size(), 9_000, "seed " + seed);
    }

    @Test
    public void otherNamesAndTypesAreOtherShapes() {
        String ids = CalibrationInput.of(InputArray.ofLongs("a", new long[2], 1, 2)).form();
        assertEquals(
                CalibrationInput.of(InputArray.ofLongs("a", new long[] {5, 6}, 1, 2)).form(), ids);
        assertFalse(
                CalibrationInput.of(InputArray.ofLongs("b", new long[2], 1, 2)).form().equals(ids));
        assertFalse(
                CalibrationInput.of(InputArray.ofFloats("a", new float[2], 1, 2))
                        .form()
                        .equals(ids));
        assertFalse(
                CalibrationInput.of(InputArray.ofLongs("a", new long[2], 1, 1, 2))
                        .form()
                        .equals(ids));
    }

    private static int check(Optional<SampleBatch> batch, Set<Integer> seen, long seed) {
        if (batch.isEmpty()) {
            return 0;
        }
        Set<String> forms = new HashSet<>();
        for (SampleBatch.Sample sample : batch.get().samples()) {
            assertTrue(seen.add(sample.index()), "seed " + seed);
            forms.add(sample.input().form());
        }
        assertEquals(forms.size(), 1, "seed " + seed);
        return batch.get().size();
    }

    private static List<Integer> indices(Optional<SampleBatch> batch) {
        List<Integer> indices = new ArrayList<>();
        batch.orElseThrow().samples().forEach(s -> indices.add(s.index()));
        return indices;
    }

    private static SampleBatch.Sample sample(int index, int length) {
        return new SampleBatch.Sample(
                index,
                index,
                CalibrationInput.of(InputArray.ofFloats("x", new float[length], 1, length)));
    }
}
