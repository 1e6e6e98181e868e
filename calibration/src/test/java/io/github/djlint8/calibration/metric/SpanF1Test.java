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
import static org.testng.Assert.assertThrows;

import io.github.djlint8.calibration.corpus.EntitySpan;
import io.github.djlint8.calibration.corpus.TagScheme;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class SpanF1Test {

    private static List<String> tags(String text) {
        return Arrays.asList(text.split(" "));
    }

    private static SpanScores score(String gold, String predicted) {
        return new SpanF1().add(tags(gold), tags(predicted)).scores();
    }

    @DataProvider
    public Object[][] handWorked() {
        // gold, predicted, correct spans, gold spans, predicted spans
        return new Object[][] {
            {"B-PER I-PER O B-LOC", "B-PER I-PER O B-LOC", 2, 2, 2},
            {"B-PER I-PER O B-LOC", "B-PER I-PER O B-ORG", 1, 2, 2},
            {"B-PER I-PER I-PER O", "B-PER I-PER O O", 0, 1, 1},
            {"B-PER I-PER", "B-PER B-PER", 0, 1, 2},
            {"B-LOC B-LOC", "B-LOC I-LOC", 0, 2, 1},
            {"O O", "O O", 0, 0, 0},
            {"O B-LOC O", "O O O", 0, 1, 0},
            {"O O", "B-LOC O", 0, 0, 1},
            // I- after O, or first, begins a span
            {"O B-LOC I-LOC", "O I-LOC I-LOC", 1, 1, 1},
            {"B-LOC O", "I-LOC O", 1, 1, 1},
            // I- after another type begins a span and ends the one before
            {"B-PER I-PER", "B-PER I-LOC", 0, 1, 2},
            {"B-PER B-LOC", "B-PER I-LOC", 2, 2, 2},
            {"B-PER B-LOC I-LOC", "I-PER I-LOC I-LOC", 2, 2, 2},
            // IOB1
            {"I-PER B-PER I-PER", "B-PER B-PER I-PER", 2, 2, 2},
            {"I-PER I-LOC", "B-PER B-LOC", 2, 2, 2},
            // BIOES, valid and not
            {"S-PER B-LOC E-LOC", "B-PER B-LOC I-LOC", 2, 2, 2},
            {"B-PER I-PER E-PER S-PER", "B-PER I-PER I-PER B-PER", 2, 2, 2},
            {"S-PER S-PER", "B-PER E-PER", 0, 2, 1},
            {"S-PER S-PER", "E-PER E-PER", 2, 2, 2},
            {"S-PER S-PER", "S-PER I-PER", 2, 2, 2},
            {"B-LOC E-LOC", "B-LOC I-LOC", 1, 1, 1},
        };
    }

    @Test(dataProvider = "handWorked")
    public void countsAsConllDoes(
            String gold, String predicted, long correct, long goldSpans, long predictedSpans) {
        assertEquals(
                score(gold, predicted).micro(),
                new PrecisionRecall(correct, goldSpans, predictedSpans));
    }

    @Test
    public void scoresByType() {
        SpanScores scores =
                new SpanF1()
                        .add(tags("B-PER O B-LOC I-LOC"), tags("B-PER O B-LOC O"))
                        .add(tags("B-LOC O B-ORG"), tags("B-LOC B-MISC B-LOC"))
                        .scores();
        assertEquals(
                scores.types(),
                Map.of(
                        "PER", new PrecisionRecall(1, 1, 1),
                        "LOC", new PrecisionRecall(1, 2, 3),
                        "ORG", new PrecisionRecall(0, 1, 0),
                        "MISC", new PrecisionRecall(0, 0, 1)));
        PrecisionRecall location = scores.types().get("LOC");
        assertEquals(location.precision(), 1 / 3.0);
        assertEquals(location.recall(), 0.5);
        // 2 (1/3) (1/2) / (1/3 + 1/2) = 2/5
        assertEquals(location.f1(), 0.4);
        assertEquals(scores.micro(), new PrecisionRecall(2, 4, 5));
        assertEquals(scores.types().get("ORG").precision(), 0.0);
        assertEquals(scores.types().get("MISC").recall(), 0.0);
        assertEquals(score("O", "O").micro().f1(), 0.0);
    }

    @Test
    public void mergingEqualsAdding() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            SpanF1 all = new SpanF1();
            SpanF1[] parts = {new SpanF1(), new SpanF1(), new SpanF1()};
            for (int i = 0; i < 20; i++) {
                List<String> gold = randomTags(random, 8);
                List<String> predicted = randomTags(random, 8);
                all.add(gold, predicted);
                parts[random.nextInt(3)].add(gold, predicted);
            }
            SpanF1 merged = parts[2].merge(parts[0]).merge(parts[1]);
            assertEquals(merged.scores(), all.scores(), "seed " + seed);
        }
    }

    @Test
    public void theSchemeMakesNoDifference() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<EntitySpan> gold = TagScheme.spans(randomTags(random, 9));
            List<EntitySpan> predicted = TagScheme.spans(randomTags(random, 9));
            List<SpanScores> scores = new ArrayList<>();
            for (TagScheme left : TagScheme.values()) {
                for (TagScheme right : TagScheme.values()) {
                    SpanF1 f1 = new SpanF1().add(left.encode(gold, 9), right.encode(predicted, 9));
                    scores.add(f1.scores());
                }
            }
            long correct = gold.stream().filter(predicted::contains).count();
            PrecisionRecall expected = new PrecisionRecall(correct, gold.size(), predicted.size());
            for (SpanScores score : scores) {
                assertEquals(score.micro(), expected, "seed " + seed);
                assertEquals(score, scores.get(0), "seed " + seed);
            }
        }
    }

    private static List<String> randomTags(Random random, int words) {
        String[] known = "O O O B-A I-A B-B I-B S-A E-A S-B E-B".split(" ");
        List<String> tags = new ArrayList<>();
        for (int i = 0; i < words; i++) {
            tags.add(known[random.nextInt(known.length)]);
        }
        return tags;
    }

    @Test
    public void refusesNonsense() {
        assertThrows(IllegalArgumentException.class, () -> score("O O", "O"));
        assertThrows(IllegalArgumentException.class, () -> score("O", "NOUN"));
        assertThrows(IllegalArgumentException.class, () -> new PrecisionRecall(2, 1, 5));
    }

    @Test
    public void aRefusedSentenceLeavesNoTrace() {
        SpanF1 f1 = new SpanF1();
        assertThrows(IllegalArgumentException.class, () -> f1.add(tags("B-A O"), tags("B-A X-A")));
        assertEquals(f1.scores().micro(), new PrecisionRecall(0, 0, 0));
    }
}
