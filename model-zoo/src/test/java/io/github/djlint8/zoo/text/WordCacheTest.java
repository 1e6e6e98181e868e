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
package io.github.djlint8.zoo.text;

import org.testng.Assert;
import org.testng.annotations.Test;

public class WordCacheTest {

    @Test
    public void remembersWhatIsUsed() {
        WordCache cache = new WordCache(10);
        cache.put("kept", new int[] {1});
        for (int i = 0; i < 1000; i++) {
            cache.put("w" + i, new int[] {i});
            Assert.assertEquals(cache.get("kept"), new int[] {1}, "after word " + i);
        }
        Assert.assertTrue(cache.size() <= 20, "size " + cache.size());
        Assert.assertNull(cache.get("w0"));
        Assert.assertEquals(cache.get("w999"), new int[] {999});
    }

    @Test
    public void longWordsAreNotKept() {
        WordCache cache = new WordCache(10);
        cache.put("x".repeat(65), new int[] {1});
        Assert.assertEquals(cache.size(), 0);
    }
}
