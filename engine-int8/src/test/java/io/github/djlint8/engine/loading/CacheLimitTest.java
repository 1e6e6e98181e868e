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
package io.github.djlint8.engine.loading;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import org.testng.annotations.AfterMethod;
import org.testng.annotations.Test;

public class CacheLimitTest {

    @AfterMethod
    public void clear() {
        System.clearProperty(CacheLimit.PROPERTY);
    }

    @Test
    public void isTenGigabytesUnlessSet() {
        assertEquals(CacheLimit.bytes(), 10_000_000_000L);
        System.setProperty(CacheLimit.PROPERTY, "25");
        assertEquals(CacheLimit.bytes(), 25_000_000L);
        System.setProperty(CacheLimit.PROPERTY, "none");
        assertEquals(CacheLimit.bytes(), Long.MAX_VALUE);
    }

    @Test
    public void otherTextsAreErrors() {
        for (String text : new String[] {"", "0", "-1", "10GB", "1.5", "9223372036854775807"}) {
            System.setProperty(CacheLimit.PROPERTY, text);
            IllegalArgumentException e =
                    expectThrows(IllegalArgumentException.class, CacheLimit::bytes);
            assertTrue(e.getMessage().contains("ai.djl.int8.cache_limit_mb"), e.getMessage());
            assertTrue(e.getMessage().endsWith("found " + text), e.getMessage());
        }
    }
}
