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

import ai.djl.MalformedModelException;
import io.github.djlint8.api.Digests;
import io.github.djlint8.api.QuantizationConfig;
import io.github.djlint8.onnx.OnnxModel;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Quantized graphs on disk, found by the content of the float model, the configuration and the
 * version of this library.
 *
 * <p>An entry is a folder that appears whole or not at all, and is verified before it is used. One
 * thread of one process makes an entry while others wait. A folder that cannot be written costs the
 * time to quantize at each load, and a warning. What was not used for longest is deleted when a new
 * entry makes the whole larger than {@link CacheLimit}. Safe for use by many threads and processes.
 */
final class GraphCache {

    private static final Logger logger = LoggerFactory.getLogger(GraphCache.class);

    /** Few enough to stay: a file cannot be deleted while others wait for its lock. */
    private static final int LOCKS = 64;

    /** Locks of files hold between processes only; these hold between threads. */
    private static final Object[] THREAD_LOCKS =
            Stream.generate(Object::new).limit(LOCKS).toArray();

    private final Path folder;
    private final CachedGraphs graphs;
    private final long maxBytes;

    /**
     * Creates a cache.
     *
     * @param folder the folder; made when needed
     * @throws IllegalArgumentException if the limit of its size is malformed
     */
    GraphCache(Path folder) {
        this.folder = folder;
        graphs = new CachedGraphs(folder);
        maxBytes = CacheLimit.bytes();
    }

    /** Makes a quantized graph. */
    @FunctionalInterface
    interface Quantizer {

        /** Returns the quantized graph; empty if the model is to run as it is. */
        Optional<OnnxModel> quantize() throws IOException, MalformedModelException;
    }

    /** Returns the hash of a model, remembered in this cache. */
    String contentHash(Path model) throws IOException, MalformedModelException {
        return graphs.hashes().of(model);
    }

    /**
     * Returns the quantized graph of a model.
     *
     * <p>Another process may delete what is returned before it is opened.
     *
     * @param contentHash the hash of the float model, and of what else it is quantized by
     * @param config how to quantize
     * @param origin the file of the float model, to tell people
     * @param quantizer quantizes if the graph is not there yet
     * @return the graph, on disk if the cache works
     */
    QuantizedGraph get(
            String contentHash, QuantizationConfig config, Path origin, Quantizer quantizer)
            throws IOException, MalformedModelException {
        String key =
                Digests.of(List.of(contentHash, config.canonical(), ToolVersion.codeVersion()));
        CacheEntry entry = graphs.entry(key);
        Optional<QuantizedGraph> hit = entry.read();
        if (hit.isPresent()) {
            return hit.get();
        }
        int lock = Math.floorMod(key.hashCode(), LOCKS);
        QuantizedGraph made;
        synchronized (THREAD_LOCKS[lock]) {
            made = make(entry, lock, origin, quantizer);
        }
        if (made.file().isPresent()) {
            graphs.shrink(maxBytes, key);
        }
        return made;
    }

    private QuantizedGraph make(CacheEntry entry, int lock, Path origin, Quantizer quantizer)
            throws IOException, MalformedModelException {
        try (FileChannel channel = lock(entry, lock)) {
            if (channel != null) {
                Optional<QuantizedGraph> madeMeanwhile = entry.read();
                if (madeMeanwhile.isPresent()) {
                    return madeMeanwhile.get();
                }
            }
            Optional<OnnxModel> quantized = quantizer.quantize();
            QuantizedGraph inMemory = QuantizedGraph.of(quantized);
            return channel != null && write(entry, quantized, origin)
                    ? entry.read().orElse(inMemory)
                    : inMemory;
        }
    }

    /** Returns a channel that holds a lock, null if the folder cannot be used. */
    private FileChannel lock(CacheEntry entry, int number) throws IOException {
        FileChannel channel = null;
        try {
            Files.createDirectories(entry.folder().getParent());
            Path locks = Files.createDirectories(folder.resolve("locks"));
            channel =
                    FileChannel.open(
                            locks.resolve(number + ".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            channel.lock();
            entry.deleteLeftovers();
            return channel;
        } catch (IOException e) {
            warn(entry, e);
            if (channel != null) {
                channel.close();
            }
            return null;
        }
    }

    private static boolean write(CacheEntry entry, Optional<OnnxModel> quantized, Path origin)
            throws MalformedModelException {
        try {
            entry.write(quantized, origin);
            return true;
        } catch (IOException e) {
            warn(entry, e);
            return false;
        }
    }

    private static void warn(CacheEntry entry, IOException e) {
        logger.warn(
                "Quantized graphs cannot be kept in {}, so each load quantizes again ({}). Set"
                        + " option cache to a folder that can be written, or to false",
                entry.folder().getParent(),
                e.toString());
    }
}
