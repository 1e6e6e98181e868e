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

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class TagSchemeTest {

    private static List<String> tags(String text) {
        return Arrays.asList(text.split(" "));
    }

    @DataProvider
    public Object[][] conversions() {
        return new Object[][] {
            {"I-PER I-PER O I-LOC", "B-PER I-PER O B-LOC"},
            {"I-PER B-PER I-PER", "B-PER B-PER I-PER"},
            {"I-PER I-LOC", "B-PER B-LOC"},
            {"B-PER I-PER O", "B-PER I-PER O"},
            {"B-PER I-LOC", "B-PER B-LOC"},
            {"O I-PER O", "O B-PER O"},
            {"S-PER S-PER B-LOC I-LOC E-LOC O", "B-PER B-PER B-LOC I-LOC I-LOC O"},
            {"E-PER E-PER", "B-PER B-PER"},
            {"E-PER I-PER", "B-PER B-PER"},
            {"S-PER I-PER", "B-PER B-PER"},
            {"B-PER E-PER B-PER", "B-PER I-PER B-PER"},
            {"B-creative-work I-creative-work", "B-creative-work I-creative-work"},
            {"O O", "O O"},
        };
    }

    @Test(dataProvider = "conversions")
    public void readsAsTheEvaluationScriptDoes(String found, String expected) {
        assertEquals(TagScheme.toIob2(tags(found)), tags(expected));
    }

    @DataProvider
    public Object[][] violations() {
        return new Object[][] {
            {TagScheme.IOB1, "O B-PER", 1},
            {TagScheme.IOB1, "I-LOC B-PER", 1},
            {TagScheme.IOB1, "I-PER E-PER", 1},
            {TagScheme.IOB2, "O I-PER", 1},
            {TagScheme.IOB2, "I-PER", 0},
            {TagScheme.IOB2, "B-LOC I-LOC I-PER", 2},
            {TagScheme.IOB2, "S-LOC", 0},
            {TagScheme.BIOES, "B-PER O", 1},
            {TagScheme.BIOES, "S-PER B-PER", 1},
            {TagScheme.BIOES, "B-PER S-PER", 1},
            {TagScheme.BIOES, "B-PER E-LOC", 1},
            {TagScheme.BIOES, "O O I-PER", 2},
            {TagScheme.BIOES, "B-PER E-PER I-PER", 2},
            {TagScheme.IOB2, "O X-PER", 1},
            {TagScheme.IOB2, "B-", 0},
            {TagScheme.IOB2, "o", 0},
        };
    }

    @Test(dataProvider = "violations")
    public void findsTheFirstViolation(TagScheme scheme, String tags, int index) {
        TagViolation violation = scheme.findViolation(tags(tags)).orElseThrow();
        assertEquals(violation.index(), index, violation.reason());
        assertTrue(violation.reason().contains(tags(tags).get(index)), violation.reason());
    }

    @Test
    public void acceptsWhatTheSchemesAllow() {
        assertFalse(TagScheme.IOB1.findViolation(tags("I-A B-A I-A I-B O")).isPresent());
        assertFalse(TagScheme.IOB2.findViolation(tags("B-A B-A I-A B-B O")).isPresent());
        assertFalse(TagScheme.BIOES.findViolation(tags("S-A B-A I-A E-A S-B O")).isPresent());
    }

    @Test
    public void everySchemeKeepsRandomSpans() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            int words = 1 + random.nextInt(12);
            List<EntitySpan> spans = new ArrayList<>();
            for (int i = random.nextInt(3); i < words; i += random.nextInt(3)) {
                int end = Math.min(words, i + 1 + random.nextInt(3));
                spans.add(new EntitySpan(random.nextBoolean() ? "A" : "B", i, end));
                i = end;
            }
            for (TagScheme scheme : TagScheme.values()) {
                List<String> tags = scheme.encode(spans, words);
                String context = "seed " + seed + " " + scheme + " " + tags;
                assertFalse(scheme.findViolation(tags).isPresent(), context);
                assertEquals(TagScheme.spans(tags), spans, context);
                assertEquals(TagScheme.toIob2(tags), TagScheme.IOB2.encode(spans, words), context);
            }
        }
    }

    @Test
    public void encodesLiterally() {
        List<EntitySpan> spans =
                List.of(
                        new EntitySpan("A", 0, 1),
                        new EntitySpan("A", 1, 4),
                        new EntitySpan("B", 4, 5));
        assertEquals(TagScheme.IOB1.encode(spans, 6), tags("I-A B-A I-A I-A I-B O"));
        assertEquals(TagScheme.IOB2.encode(spans, 6), tags("B-A B-A I-A I-A B-B O"));
        assertEquals(TagScheme.BIOES.encode(spans, 6), tags("S-A B-A I-A E-A S-B O"));
    }

    @Test
    public void refusesBadSpans() {
        List<EntitySpan> overlap = List.of(new EntitySpan("A", 0, 2), new EntitySpan("A", 1, 3));
        assertThrows(IllegalArgumentException.class, () -> TagScheme.IOB2.encode(overlap, 3));
        assertThrows(
                IllegalArgumentException.class,
                () -> TagScheme.IOB2.encode(List.of(new EntitySpan("A", 0, 2)), 1));
        assertThrows(IllegalArgumentException.class, () -> new EntitySpan("A", 2, 2));
        assertThrows(IllegalArgumentException.class, () -> new EntitySpan("", 0, 2));
        assertThrows(IllegalArgumentException.class, () -> TagScheme.spans(tags("PER")));
    }
}
