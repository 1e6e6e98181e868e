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
package io.github.djlint8.training.bert;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.testng.Assert;
import org.testng.annotations.Test;

public class LowRankTest {

    /** Checkpoints are told apart by this text, which another run of Java must repeat. */
    @Test
    public void targetsArePrintedInOneOrder() {
        Set<String> targets = new LinkedHashSet<>(List.of("value", "key", "query", "dense"));
        Assert.assertEquals(
                new LowRank(2, 4, targets).toString(),
                "LowRank[rank=2, alpha=4.0, targets=[dense, key, query, value]]");
    }

    @Test
    public void adaptationsOfNothingAreRefused() {
        Assert.assertThrows(
                IllegalArgumentException.class, () -> new LowRank(0, 1, LowRank.ALL_TARGETS));
        Assert.assertThrows(
                IllegalArgumentException.class,
                () -> new LowRank(1, Float.NaN, LowRank.ALL_TARGETS));
        Assert.assertThrows(IllegalArgumentException.class, () -> new LowRank(1, 1, Set.of()));
    }
}
