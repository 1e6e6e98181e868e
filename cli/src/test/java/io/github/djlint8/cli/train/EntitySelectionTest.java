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
package io.github.djlint8.cli.train;

import io.github.djlint8.calibration.corpus.TaggedSentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.testng.Assert;
import org.testng.annotations.Test;

public class EntitySelectionTest {

    private static final TaggedSentence MIXED =
            TaggedSentence.of(
                    List.of("Anna", "visits", "French", "Paris"),
                    List.of("B-PER", "O", "B-MISC", "B-LOC"));

    private static final TaggedSentence EMPTY =
            TaggedSentence.of(List.of("It", "rains"), List.of("O", "O"));

    @Test
    public void otherTypesBecomeNoEntity() {
        EntitySelection selection = new EntitySelection(Set.of("PER", "LOC"), 1, 0);
        List<TaggedSentence> relabelled = selection.relabel(List.of(MIXED, EMPTY));
        Assert.assertEquals(relabelled.get(0).tags(), List.of("B-PER", "O", "O", "B-LOC"));
        Assert.assertEquals(relabelled.get(0).words(), MIXED.words());
        Assert.assertEquals(relabelled.get(1), EMPTY);
        Assert.assertEquals(EntitySelection.ALL.relabel(List.of(MIXED)), List.of(MIXED));
    }

    @Test
    public void aTypeThatNoSentenceHasIsNamedWithThoseThatAreThere() {
        EntitySelection selection = new EntitySelection(Set.of("ORG"), 1, 0);
        IllegalArgumentException e =
                Assert.expectThrows(
                        IllegalArgumentException.class, () -> selection.relabel(List.of(MIXED)));
        Assert.assertEquals(
                e.getMessage(),
                "No entity is of a type in [ORG], found tags [B-LOC, B-MISC, B-PER, O]");
    }

    @Test
    public void aShareOfSentencesWithoutEntitiesStays() {
        List<TaggedSentence> sentences = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            sentences.add(EMPTY);
            sentences.add(MIXED);
        }
        EntitySelection selection = new EntitySelection(Set.of(), 0.3, 5);
        List<TaggedSentence> kept = selection.thin(sentences);
        Assert.assertEquals(kept.stream().filter(MIXED::equals).count(), 1000);
        // Within four deviations, sqrt(1000 * 0.3 * 0.7) = 14.5, of the expectation.
        Assert.assertEquals(kept.size() - 1000, 300, 58.0);
        Assert.assertEquals(selection.thin(sentences), kept);
        Assert.assertEquals(new EntitySelection(Set.of(), 0, 5).thin(sentences).size(), 1000);
        Assert.assertEquals(EntitySelection.ALL.thin(sentences), sentences);
    }

    @Test
    public void aShareBeyondOneIsRefused() {
        Assert.assertThrows(
                IllegalArgumentException.class, () -> new EntitySelection(Set.of(), 1.5, 0));
        Assert.assertThrows(
                IllegalArgumentException.class, () -> new EntitySelection(Set.of(), Double.NaN, 0));
    }
}
