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
package io.github.djlint8.api;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Names against globs. */
public class GlobFilterTest {

    @DataProvider
    public static Object[][] cases() {
        return new Object[][] {
            {"/encoder/*/MatMul", "/encoder/layer.3/attention/MatMul", true},
            {"/encoder/*/MatMul", "/encoder/MatMul", false},
            {"*", "", true},
            {"*", "a\nb", true},
            {"classifier", "classifier", true},
            {"classifier", "my.classifier", false},
            {"a.b", "axb", false},
            {"[ab]", "a", false},
            {"[ab]", "[ab]", true},
            {"x\\Ey", "x\\Ey", true},
            {"layer.?", "layer.1", true},
            {"layer.?", "layer.11", false},
            {"layer.?", "layer.", false},
            {"?", "\uD83D\uDE00", true},
            {"\uD83D\uDE00*", "\uD83D\uDE00x", true},
            {"*a*b", "xaxbxb", true},
            {"*a*b", "xaxbxc", false},
            {"a**b", "ab", true},
        };
    }

    @Test(dataProvider = "cases")
    public void matches(String glob, String name, boolean expected) {
        assertEquals(GlobFilter.of(List.of("no such", glob)).matches(name), expected);
    }

    @Test
    public void agreesWithRegularExpressions() {
        long seed = 7;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String glob = "x" + text(random, "ab*?");
            String name = "x" + text(random, "ab");
            boolean expected = Pattern.matches(glob.replace("*", ".*").replace('?', '.'), name);
            assertEquals(
                    GlobFilter.of(List.of(glob)).matches(name),
                    expected,
                    "seed " + seed + ": " + glob + " against " + name);
        }
    }

    @Test(timeOut = 5_000)
    public void manyStarsDoNotTakeLong() {
        assertFalse(GlobFilter.of(List.of("*a".repeat(40) + "b")).matches("a".repeat(20_000)));
    }

    @Test
    public void reportsGlobsThatMatchNothing() {
        GlobFilter filter = GlobFilter.of(List.of("a*", "clasifier", "b"));
        assertEquals(filter.unmatched(List.of("ab", "classifier")), List.of("clasifier", "b"));
        assertEquals(filter.globs(), List.of("a*", "clasifier", "b"));
    }

    @Test
    public void noneMatchesNothing() {
        assertFalse(GlobFilter.none().matches(""));
        assertFalse(GlobFilter.none().matches("a"));
        assertEquals(GlobFilter.of(List.of()), GlobFilter.none());
    }

    @Test
    public void blankGlobsAreRefused() {
        IllegalArgumentException e =
                expectThrows(
                        IllegalArgumentException.class, () -> GlobFilter.of(List.of("a", " ")));
        assertTrue(e.getMessage().contains("blank"), e.getMessage());
    }

    @Test
    public void textTellsFiltersApart() {
        assertEquals(GlobFilter.of(List.of("a", "b*")).toString(), "[a, b*]");
        assertEquals(GlobFilter.of(List.of("a, b", "c\n\\")).toString(), "[a\\, b, c\\n\\\\]");
        assertNotEquals(
                GlobFilter.of(List.of("a, b")).toString(),
                GlobFilter.of(List.of("a", "b")).toString());
        assertEquals(GlobFilter.of(List.of("a")), GlobFilter.of(List.of("a")));
        assertNotEquals(GlobFilter.of(List.of("a")), GlobFilter.of(List.of("b")));
    }

    private static String text(Random random, String alphabet) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
