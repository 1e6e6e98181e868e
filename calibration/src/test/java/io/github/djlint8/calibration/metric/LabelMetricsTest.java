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
import static org.testng.Assert.assertTrue;

import java.util.List;
import org.testng.annotations.Test;

public class LabelMetricsTest {

    private static final List<String> GOLD = List.of("DET", "NOUN", "VERB", "NOUN");
    private static final List<String> FOUND = List.of("DET", "VERB", "VERB", "VERB");

    @Test
    public void countsRightWords() {
        TokenAccuracy accuracy = new TokenAccuracy().add(GOLD, FOUND);
        assertEquals(accuracy.score(), new Proportion(2, 4));
        assertEquals(accuracy.score().value(), 0.5);
        TokenAccuracy other = new TokenAccuracy().add(List.of("X"), List.of("X"));
        assertEquals(accuracy.merge(other).score(), new Proportion(3, 5));
        assertEquals(other.score(), new Proportion(1, 1));
        assertTrue(Double.isNaN(new TokenAccuracy().score().value()));
        assertThrows(
                IllegalArgumentException.class, () -> new TokenAccuracy().add(GOLD, List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Proportion(2, 1));
    }

    @Test
    public void countsConfusions() {
        ConfusionCounter counter =
                new ConfusionCounter()
                        .add(GOLD, FOUND)
                        .merge(new ConfusionCounter().add(List.of("ADJ"), List.of("NOUN")));
        ConfusionMatrix matrix = counter.matrix();
        assertEquals(matrix.count("NOUN", "VERB"), 2);
        assertEquals(matrix.count("DET", "DET"), 1);
        assertEquals(matrix.count("NOUN", "NOUN"), 0);
        assertEquals(matrix.count("PRON", "DET"), 0);
        assertEquals(List.copyOf(matrix.labels()), List.of("ADJ", "DET", "NOUN", "VERB"));
        assertEquals(
                matrix.errors(),
                List.of(new Confusion("NOUN", "VERB", 2), new Confusion("ADJ", "NOUN", 1)));
        counter.add(GOLD, FOUND);
        assertEquals(matrix.count("NOUN", "VERB"), 2, "a result must not change afterwards");
        assertEquals(counter.merge(counter).matrix().count("NOUN", "VERB"), 8);
        assertThrows(UnsupportedOperationException.class, () -> matrix.counts().clear());
    }

    @Test
    public void comparesTwoSystems() {
        LabelAgreement agreement =
                new LabelAgreement()
                        .add(GOLD, FOUND)
                        .merge(new LabelAgreement().add(GOLD, GOLD).add(FOUND, FOUND));
        AgreementScores scores = agreement.scores();
        assertEquals(scores.words(), new Proportion(10, 12));
        assertEquals(scores.sentences(), new Proportion(2, 3));
        assertEquals(scores.labels().errors(), List.of(new Confusion("NOUN", "VERB", 2)));
    }
}
