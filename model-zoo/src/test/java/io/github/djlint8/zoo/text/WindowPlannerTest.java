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
package io.github.djlint8.zoo.text;

import java.util.List;
import java.util.Random;
import org.testng.Assert;
import org.testng.annotations.Test;

public class WindowPlannerTest {

    @Test
    public void shortSentenceIsOneWindow() {
        List<Window> windows = new WindowPlanner(8).plan(3, words(2, 1, 5));
        Assert.assertEquals(windows, List.of(new Window(3, 0, 3, 0, 3, 8)));
        Assert.assertEquals(new WindowPlanner(8).plan(0, words()), List.of());
    }

    @Test
    public void neighboursShareTheirOverlapInTheMiddle() {
        // 8 of 12 words fit; 2 of them, a quarter, come again; the cut is between the two.
        List<Window> windows =
                new WindowPlanner(8).plan(0, words(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1));
        Assert.assertEquals(
                windows, List.of(new Window(0, 0, 8, 0, 7, 8), new Window(0, 6, 12, 7, 12, 6)));
    }

    @Test
    public void longWordTakesTheOverlapsRoom() {
        // Words of 1 leave no room for the 7 that follow them, but for one.
        List<Window> windows = new WindowPlanner(8).plan(0, words(1, 1, 1, 1, 7));
        Assert.assertEquals(
                windows, List.of(new Window(0, 0, 4, 0, 3, 4), new Window(0, 3, 5, 3, 5, 8)));
    }

    @Test
    public void wordLongerThanTheEncoderFillsAWindow() {
        List<Window> windows = new WindowPlanner(4).plan(0, words(1, 9, 1));
        Assert.assertEquals(
                windows,
                List.of(
                        new Window(0, 0, 1, 0, 1, 1),
                        new Window(0, 1, 2, 1, 2, 4),
                        new Window(0, 2, 3, 2, 3, 1)));
    }

    @Test
    public void windowsKeepEachWordOnce() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            int capacity = 1 + random.nextInt(20);
            int[] lengths = random.ints(random.nextInt(60), 1, 25).toArray();
            List<Window> windows = new WindowPlanner(capacity).plan(0, words(lengths));
            int kept = 0;
            int read = 0;
            for (Window window : windows) {
                String message = "seed " + seed + ": " + windows;
                Assert.assertEquals(window.keepBegin(), kept, message);
                Assert.assertTrue(window.begin() <= kept && window.keepEnd() > kept, message);
                Assert.assertTrue(window.keepEnd() <= window.end(), message);
                Assert.assertTrue(window.end() > read, message);
                Assert.assertTrue(window.subwords() <= capacity, message);
                kept = window.keepEnd();
                read = window.end();
            }
            Assert.assertEquals(kept, lengths.length, "seed " + seed);
        }
    }

    @Test
    public void encoderWithoutRoomIsRefused() {
        IllegalArgumentException e =
                Assert.expectThrows(IllegalArgumentException.class, () -> new WindowPlanner(0));
        Assert.assertTrue(e.getMessage().contains("found 0"), e.getMessage());
    }

    private static int[][] words(int... lengths) {
        int[][] words = new int[lengths.length][];
        for (int i = 0; i < lengths.length; i++) {
            words[i] = new int[lengths[i]];
        }
        return words;
    }
}
