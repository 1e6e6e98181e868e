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

import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.calibration.metric.Bootstrap;
import io.github.djlint8.calibration.metric.TagScore;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.Test;

public class LabelComparisonTest {

    @Test
    public void rowsWithoutDurationsAreThoseWorkedByHand() {
        LabelComparison comparison = comparison();
        comparison.add(List.of(LabelledWords.of("A", "X"), LabelledWords.of("A", "B")));
        comparison.add(List.of(LabelledWords.of("C", "D"), LabelledWords.of("C", "D")));
        List<ComparisonRow> rows =
                comparison.rows(
                        List.of(
                                TaggedSentence.of(List.of("a", "b"), List.of("A", "B")),
                                TaggedSentence.of(List.of("c", "d"), List.of("C", "D"))));
        // Three of four words are right, then all; three words and one sentence agree.
        Assert.assertEquals(rows.get(0).name(), "first");
        Assert.assertEquals(rows.get(0).score().orElseThrow().estimate(), 0.75);
        Assert.assertEquals(rows.get(1).score().orElseThrow().estimate(), 1.0);
        Assert.assertEquals(rows.get(1).difference().orElseThrow().estimate(), 0.25);
        Assert.assertEquals(rows.get(1).agreement().words().correct(), 3);
        Assert.assertEquals(rows.get(1).agreement().sentences().value(), 0.5);
        Assert.assertTrue(rows.get(0).timing().isEmpty());
        Assert.assertTrue(rows.get(1).timing().isEmpty());
    }

    @Test
    public void eachTaggerMustHaveSaidSomething() {
        IllegalArgumentException e =
                Assert.expectThrows(
                        IllegalArgumentException.class,
                        () -> comparison().add(List.of(LabelledWords.of("A"))));
        Assert.assertEquals(e.getMessage(), "Expected the labels of 2 taggers, found 1");
    }

    private static LabelComparison comparison() {
        return new LabelComparison(
                List.of("first", "second"), TagScore.TOKEN_ACCURACY, Bootstrap.defaults());
    }
}
