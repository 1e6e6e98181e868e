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
package io.github.djlint8.calibration.evaluate;

import io.github.djlint8.calibration.evaluate.InterleavedTimer.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.Test;

public class InterleavedTimerTest {

    @Test
    public void everyPieceFollowsEachOther() {
        StringBuilder order = new StringBuilder();
        List<Work<Character, RuntimeException>> pieces = new ArrayList<>();
        for (char name : "abc".toCharArray()) {
            pieces.add(
                    () -> {
                        order.append(name);
                        return name;
                    });
        }
        InterleavedTimer timer = new InterleavedTimer(3);
        for (int i = 0; i < 60; i++) {
            Assert.assertEquals(timer.round(pieces), List.of('a', 'b', 'c'));
            String round = order.substring(3 * i);
            Assert.assertEquals(round.chars().distinct().count(), 3, round);
        }
        timer.statistics().forEach(s -> Assert.assertEquals(s.count(), 60));
        for (String pair : List.of("ab", "ac", "ba", "bc", "ca", "cb")) {
            int count = order.toString().split(pair, -1).length - 1;
            // 179 neighbours; in one round 20 of each pair are expected, some more between rounds
            Assert.assertTrue(count >= 12, pair + " " + count + " times in " + order);
        }
    }

    @Test
    public void theDurationsBelongToTheirPieces() throws InterruptedException {
        Work<Void, InterruptedException> slow =
                () -> {
                    Thread.sleep(20);
                    return null;
                };
        Work<Void, InterruptedException> fast = () -> null;
        InterleavedTimer timer = new InterleavedTimer(2);
        for (int i = 0; i < 5; i++) {
            timer.round(List.of(fast, slow));
        }
        // sleep may end a little early on some clocks, never by half
        Assert.assertTrue(timer.statistics().get(1).min() > 10_000_000);
        Assert.assertTrue(timer.statistics().get(0).p50() < 10_000_000);
    }

    @Test
    public void preparationsDoNotCount() throws InterruptedException {
        StringBuilder done = new StringBuilder();
        Work<Integer, InterruptedException> work =
                new Work<>() {
                    @Override
                    public void prepare() throws InterruptedException {
                        Thread.sleep(20);
                        done.append("prepared ");
                    }

                    @Override
                    public Integer run() {
                        return done.append("run ").length();
                    }
                };
        InterleavedTimer timer = new InterleavedTimer(1);
        timer.round(List.of(work));
        timer.round(List.of(work));
        Assert.assertEquals(done.toString(), "prepared run prepared run ");
        Assert.assertTrue(timer.statistics().get(0).min() < 10_000_000);
    }

    @Test
    public void pausesPassBeforeEachPieceAndDoNotCount() {
        Work<Void, RuntimeException> fast = () -> null;
        InterleavedTimer timer = new InterleavedTimer(2, 20_000_000);
        long begin = System.nanoTime();
        timer.round(List.of(fast, fast));
        // parking may end a little early, never by half
        Assert.assertTrue(System.nanoTime() - begin > 20_000_000);
        Assert.assertTrue(timer.statistics().get(0).min() < 20_000_000);
    }

    @Test
    public void aRoundThatFailsLeavesNoDurations() {
        Work<Void, IOException> good = () -> null;
        Work<Void, IOException> bad =
                () -> {
                    throw new IOException("broken");
                };
        InterleavedTimer timer = new InterleavedTimer(2);
        Assert.expectThrows(IOException.class, () -> timer.round(List.of(good, bad)));
        Assert.expectThrows(IllegalArgumentException.class, timer::statistics);
    }

    @Test
    public void theNumberOfPiecesIsChecked() {
        Assert.expectThrows(IllegalArgumentException.class, () -> new InterleavedTimer(0));
        Work<Void, RuntimeException> work = () -> null;
        InterleavedTimer timer = new InterleavedTimer(2);
        Assert.expectThrows(IllegalArgumentException.class, () -> timer.round(List.of(work)));
    }
}
