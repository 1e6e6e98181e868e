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
package io.github.djlint8.training.data;

import java.util.List;
import org.testng.Assert;
import org.testng.annotations.Test;

public class LengthOrderTest {

    @Test
    public void theLongestComeFirstAndResultsGoBack() {
        List<String> words = List.of("bb", "a", "dddd", "ee", "ccc");
        LengthOrder<String> order = new LengthOrder<>(words, String::length);
        Assert.assertEquals(order.sorted(), List.of("dddd", "ccc", "bb", "ee", "a"));
        Assert.assertEquals(order.restore(List.of(1, 2, 3, 4, 5)), List.of(3, 5, 1, 4, 2));
        Assert.assertEquals(order.restore(order.sorted()), words);
    }

    @Test
    public void nothingIsSortedToNothing() {
        LengthOrder<String> order = new LengthOrder<>(List.of(), String::length);
        Assert.assertEquals(order.restore(List.of()), List.of());
    }

    @Test
    public void missingResultsAreNamed() {
        LengthOrder<String> order = new LengthOrder<>(List.of("a", "b"), String::length);
        IllegalArgumentException e =
                Assert.expectThrows(
                        IllegalArgumentException.class, () -> order.restore(List.of("one")));
        Assert.assertEquals(e.getMessage(), "Expected 2 results, found 1");
    }
}
