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
package io.github.djlint8.zoo.translator;

import io.github.djlint8.zoo.text.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.testng.Assert;
import org.testng.annotations.Test;

/** Tests the grouping of windows; two special tokens go around each. */
public class BatchPlannerTest {

    private static final int SPECIAL = 2;
    private static final int RUN = 4;

    @Test
    public void neighboursInLengthShareARun() {
        // 8 and 9 tokens: one more of padding is cheaper than the 4 of a run; 40 is far off.
        Assert.assertEquals(
                plan(new BatchPolicy(256, RUN, true, true, 1), 6, 38, 7, 6),
                List.of(List.of(38), List.of(6, 6, 7)));
    }

    @Test
    public void runIsCheaperThanMuchPadding() {
        // Joined they are 2 x 16 = 32 tokens and a run; apart 8 + 16 and two runs.
        Assert.assertEquals(
                plan(new BatchPolicy(256, RUN, true, true, 1), 14, 6),
                List.of(List.of(14), List.of(6)));
        Assert.assertEquals(
                plan(new BatchPolicy(256, 9, true, true, 1), 14, 6), List.of(List.of(6, 14)));
    }

    @Test
    public void onlyEqualLengthsShareARunWithoutPadding() {
        Assert.assertEquals(
                plan(new BatchPolicy(256, RUN, true, false, 1), 6, 7, 6, 8, 7),
                List.of(List.of(8), List.of(7, 7), List.of(6, 6)));
    }

    @Test
    public void nothingSharesARunWithoutMerging() {
        Assert.assertEquals(
                plan(new BatchPolicy(256, RUN, false, true, 1), 6, 6),
                List.of(List.of(6), List.of(6)));
    }

    @Test
    public void runsEndAtTheLimitButForALongWindow() {
        Assert.assertEquals(
                plan(new BatchPolicy(20, RUN, true, true, 1), 8, 8, 8, 98),
                List.of(List.of(98), List.of(8), List.of(8, 8)));
    }

    @Test
    public void eachThreadGetsARun() {
        Assert.assertEquals(
                plan(new BatchPolicy(256, RUN, true, true, 2), 8, 8, 8, 8),
                List.of(List.of(8, 8), List.of(8, 8)));
    }

    @Test
    public void nothingNeedsNoRun() {
        Assert.assertEquals(plan(new BatchPolicy(256, RUN, true, true, 2)), List.of());
    }

    @Test
    public void noOtherGroupingIsCheaper() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int trial = 0; trial < 200; trial++) {
            int[] lengths = random.ints(1 + random.nextInt(9), 1, 30).toArray();
            BatchPolicy policy = new BatchPolicy(64, RUN, true, true, 1);
            long planned = plan(policy, lengths).stream().mapToLong(BatchPlannerTest::cost).sum();
            Arrays.sort(lengths);
            Assert.assertEquals(
                    planned, cheapest(lengths), "seed " + seed + " " + Arrays.toString(lengths));
        }
    }

    /** Tries all ways to cut sorted lengths into groups. */
    private static long cheapest(int... sorted) {
        long cheapest = Long.MAX_VALUE;
        for (int cuts = 0; cuts < 1 << (sorted.length - 1); cuts++) {
            long cost = 0;
            List<Integer> group = new ArrayList<>();
            boolean allowed = true;
            for (int i = 0; i < sorted.length; i++) {
                group.add(sorted[i]);
                if (i == sorted.length - 1 || (cuts >> i & 1) == 1) {
                    cost += cost(group);
                    allowed &= group.size() == 1 || cost(group) - RUN <= 64;
                    group.clear();
                }
            }
            if (allowed) {
                cheapest = Math.min(cheapest, cost);
            }
        }
        return cheapest;
    }

    private static long cost(List<Integer> group) {
        int longest = group.stream().mapToInt(Integer::intValue).max().orElseThrow();
        return RUN + (long) group.size() * (longest + SPECIAL);
    }

    private static List<List<Integer>> plan(BatchPolicy policy, int... subwords) {
        List<Window> windows =
                Arrays.stream(subwords).mapToObj(n -> new Window(0, 0, 1, 0, 1, n)).toList();
        return new BatchPlanner(policy, SPECIAL)
                .plan(windows).stream()
                        .map(run -> run.stream().map(Window::subwords).toList())
                        .toList();
    }
}
