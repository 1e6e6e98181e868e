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

import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The quantized graphs in a cache, to look at and to delete.
 *
 * <p>Immutable; safe for use by many threads and processes.
 */
public final class CachedGraphs {

    private static final Logger logger = LoggerFactory.getLogger(CachedGraphs.class);

    private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");

    private final Path folder;
    private final ContentHashes hashes;

    /**
     * Creates a view of a cache.
     *
     * @param cacheFolder the folder of the cache, as the option {@code cache} names it; it need not
     *     exist
     */
    public CachedGraphs(Path cacheFolder) {
        folder = cacheFolder.resolve("graphs");
        hashes = new ContentHashes(cacheFolder.resolve("index"));
    }

    /**
     * Returns the folder of the cache that is used without the option {@code cache}.
     *
     * @return a folder in DJL's engine cache
     */
    public static Path defaultCacheFolder() {
        return Utils.getEngineCacheDir("int8");
    }

    /**
     * Returns the graphs.
     *
     * @return the graphs, those first that were not used for longest; the origin is the float model
     * @throws IOException if the folder cannot be read
     */
    public List<CachedFolder> list() throws IOException {
        return CachedFolder.subfolders(folder).stream()
                .filter(entry -> KEY.matcher(entry.getFileName().toString()).matches())
                .map(entry -> new CacheEntry(entry).describe())
                .sorted(Comparator.comparing(CachedFolder::lastUse))
                .toList();
    }

    /**
     * Forgets the hashes of float models that are gone or were not used since a time; a failure is
     * logged.
     *
     * @param unusedSince the time, the greatest one to forget all
     */
    public void forgetHashes(Instant unusedSince) {
        hashes.forget(unusedSince);
    }

    /** Returns the hashes of float models. */
    ContentHashes hashes() {
        return hashes;
    }

    /** Returns where the graph of a key is or will be. */
    CacheEntry entry(String key) {
        return new CacheEntry(folder.resolve(key));
    }

    /**
     * Deletes graphs until the others fit the limit, never the one with the key, and forgets the
     * hashes of float models that are gone.
     */
    void shrink(long maxBytes, String kept) {
        forgetHashes(Instant.MIN);
        try {
            CachedFolder.deleteLeftovers(folder);
            List<CachedFolder> graphs = list();
            long total = graphs.stream().mapToLong(CachedFolder::bytes).sum();
            for (CachedFolder graph : graphs) {
                if (total <= maxBytes) {
                    return;
                }
                if (!graph.folder().endsWith(kept) && graph.delete()) {
                    total -= graph.bytes();
                    logger.info(
                            "Deleted quantized graph {} of {}, last used {}: the cache had over"
                                    + " {} bytes",
                            graph.folder(),
                            graph.origin().orElse("an unknown model"),
                            graph.lastUse(),
                            maxBytes);
                }
            }
        } catch (IOException e) {
            logger.warn("The size of the cache {} is not limited: {}", folder, e.toString());
        }
    }
}
