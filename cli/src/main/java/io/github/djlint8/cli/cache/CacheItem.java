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
package io.github.djlint8.cli.cache;

import io.github.djlint8.engine.loading.CachedFolder;

/**
 * A folder of the cache, and what became of it.
 *
 * <p>Immutable; threads may share it.
 *
 * @param kind what it holds
 * @param found the folder as it was found
 * @param deleted whether it was deleted since
 */
public record CacheItem(Kind kind, CachedFolder found, boolean deleted) {

    /** What a folder holds. */
    public enum Kind {
        /** A model that engine Int8 quantized when it was loaded. */
        GRAPH,
        /** A float tagger, merged from its base weights and its delta. */
        TAGGER
    }
}
