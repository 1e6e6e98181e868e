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
package io.github.djlint8.calibration.metric;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.testng.annotations.Test;

public class BootstrapTest {

    private static final TagScore ACCURACY = TagScore.TOKEN_ACCURACY;

    /** Sentences of one word, right with a probability. */
    private static List<long[]> words(Random random, int sentences, double probability) {
        List<long[]> counts = new ArrayList<>();
        for (int i = 0; i < sentences; i++) {
            counts.add(new long[] {random.nextDouble() < probability ? 1 : 0, 1});
        }
        return counts;
    }

    private static List<long[]> alternating(int sentences) {
        List<long[]> counts = new ArrayList<>();
        for (int i = 0; i < sentences; i++) {
            counts.add(new long[] {i % 2, 1});
        }
        return counts;
    }

    @Test
    public void agreesWithTheNormalApproximation() {
        BootstrapInterval interval = Bootstrap.defaults().interval(ACCURACY, alternating(400));
        assertEquals(interval.estimate(), 0.5);
        // 1.96 sqrt(0.25 / 400) = 0.049; values are multiples of 0.0025 and the 2.5 % quantile of
        // 10,000 resamples has a standard error near 0.0007
        assertEquals(interval.lower(), 0.451, 0.005);
        assertEquals(interval.upper(), 0.549, 0.005);
        assertEquals(interval.sentences(), 400);
        assertEquals(interval.resamples(), 10_000);
        assertEquals(interval.confidence(), 0.95);
    }

    @Test
    public void pairsTheSystems() {
        List<long[]> first = alternating(400);
        List<long[]> second = new ArrayList<>(first);
        for (int i = 0; i < 40; i++) {
            second.set(2 * i, new long[] {1, 1});
        }
        BootstrapInterval difference = Bootstrap.defaults().difference(ACCURACY, first, second);
        assertEquals(difference.estimate(), 0.1, 1e-12);
        // one sentence in ten is better, none worse: 1.96 sqrt(0.09 / 400) = 0.0294; unpaired it
        // would be 0.069
        assertEquals(difference.lower(), 0.0706, 0.004);
        assertEquals(difference.upper(), 0.1294, 0.004);
        assertFalse(difference.contains(0));
        BootstrapInterval same = Bootstrap.defaults().difference(ACCURACY, first, first);
        assertEquals(List.of(same.estimate(), same.lower(), same.upper()), List.of(0.0, 0.0, 0.0));
        assertTrue(same.contains(0));
    }

    @Test
    public void coversTheTruthAsOftenAsItSays() {
        int covered = 0;
        for (int seed = 0; seed < 300; seed++) {
            List<long[]> counts = words(new Random(seed), 300, 0.8);
            Bootstrap bootstrap = Bootstrap.builder().optResamples(499).optSeed(seed).build();
            covered += bootstrap.interval(ACCURACY, counts).contains(0.8) ? 1 : 0;
        }
        // 285 expected; 4 standard deviations of sqrt(300 * 0.95 * 0.05) = 3.8, and the percentile
        // method is a little too narrow for so few words
        assertTrue(covered >= 268 && covered <= 299, "covered " + covered + " of 300");
    }

    @Test
    public void theEndsAreOrderStatistics() {
        // k = 40 * 0.025 = 1: the smallest and the largest of 39; with 41 * 0.025, k is 1 as well
        List<long[]> counts = alternating(30);
        BootstrapInterval interval = interval(39, 0.95, counts);
        Random random = new Random(1);
        double min = 1;
        double max = 0;
        for (int r = 0; r < 39; r++) {
            int sum = 0;
            for (int i = 0; i < 30; i++) {
                sum += random.nextInt(30) % 2;
            }
            min = Math.min(min, sum / 30.0);
            max = Math.max(max, sum / 30.0);
        }
        assertEquals(interval.lower(), min);
        assertEquals(interval.upper(), max);
    }

    private static BootstrapInterval interval(int resamples, double level, List<long[]> counts) {
        return Bootstrap.builder()
                .optResamples(resamples)
                .optConfidence(level)
                .build()
                .interval(ACCURACY, counts);
    }

    @Test
    public void theSeedDecides() {
        List<long[]> counts = words(new Random(3), 500, 0.9);
        Bootstrap one = Bootstrap.builder().optSeed(1).optResamples(999).build();
        Bootstrap two = Bootstrap.builder().optSeed(2).optResamples(999).build();
        assertEquals(one.interval(ACCURACY, counts), one.interval(ACCURACY, counts));
        assertNotEquals(one.interval(ACCURACY, counts), two.interval(ACCURACY, counts));
        BootstrapInterval wide = interval(999, 0.99, counts);
        BootstrapInterval narrow = interval(999, 0.5, counts);
        assertTrue(wide.lower() < narrow.lower() && narrow.upper() < wide.upper());
    }

    @Test
    public void scoresSpansOfTheWholeSample() {
        List<String> name = List.of("B-PER", "I-PER");
        List<String> none = List.of("O", "O");
        List<long[]> counts =
                List.of(
                        TagScore.SPAN_F1.counts(name, name),
                        TagScore.SPAN_F1.counts(name, none),
                        TagScore.SPAN_F1.counts(none, none));
        BootstrapInterval f1 = Bootstrap.defaults().interval(TagScore.SPAN_F1, counts);
        // 2 * 1 / (2 + 1)
        assertEquals(f1.estimate(), 2 / 3.0);
        assertEquals(f1.lower(), 0.0);
        assertEquals(f1.upper(), 1.0);
        assertEquals(ACCURACY.counts(name, none), new long[] {0, 2});
    }

    @Test
    public void refusesNonsense() {
        Bootstrap bootstrap = Bootstrap.defaults();
        List<long[]> one = List.of(new long[] {1, 1});
        assertThrows(IllegalArgumentException.class, () -> bootstrap.interval(ACCURACY, List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> bootstrap.difference(ACCURACY, one, alternating(2)));
        assertThrows(
                IllegalArgumentException.class,
                () -> bootstrap.interval(ACCURACY, List.of(new long[2], new long[3])));
        assertThrows(IllegalArgumentException.class, () -> interval(38, 0.95, one));
        assertThrows(IllegalArgumentException.class, () -> interval(1000, 1, one));
        assertThrows(IllegalArgumentException.class, () -> interval(1000, Double.NaN, one));
        assertThrows(IllegalArgumentException.class, () -> interval(-5, 0.5, one));
    }
}
