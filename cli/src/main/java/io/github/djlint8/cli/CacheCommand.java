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
package io.github.djlint8.cli;

import io.github.djlint8.cli.cache.CacheItem;
import io.github.djlint8.cli.cache.CacheReport;
import io.github.djlint8.engine.loading.CacheLimit;
import io.github.djlint8.engine.loading.CachedFolder;
import io.github.djlint8.engine.loading.CachedGraphs;
import io.github.djlint8.zoo.recipe.RecipeRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code djl-int8 cache}: what was made from models and kept, to look at and to delete. */
@Command(
        name = "cache",
        sortOptions = false,
        description = {
            "List quantized graphs and prepared taggers that are kept on disk, or delete them.",
            "What is deleted is made again when it is needed; taggers on a base that is no part of"
                    + " this program then need its jar again."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  djl-int8 cache",
            "  djl-int8 cache --older-than 30",
            "  djl-int8 cache --clear"
        })
final class CacheCommand implements Callable<Integer> {

    @ArgGroup private Deletion deletion;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description =
                    "A cache that models name by their option cache, in place of DJL's; it has no"
                            + " prepared taggers.")
    private Path folder;

    @Mixin private FormatOption format;

    /** What to delete; without it the cache is listed. */
    private static final class Deletion {

        @Option(names = "--clear", required = true, description = "Delete all.")
        private boolean all;

        @Option(
                names = "--older-than",
                required = true,
                paramLabel = "DAYS",
                converter = AtLeastOne.class,
                description = "Delete what was not used for so many days.")
        private Integer days;

        /** Returns the time since which something must have been used to stay. */
        Instant bound() {
            return all ? Instant.MAX : Instant.now().minus(Duration.ofDays(days));
        }
    }

    /** {@inheritDoc} */
    @Override
    public Integer call() throws IOException {
        Instant bound = deletion == null ? Instant.MIN : deletion.bound();
        CachedGraphs graphs =
                new CachedGraphs(
                        Optional.ofNullable(folder).orElseGet(CachedGraphs::defaultCacheFolder));
        List<CacheItem> items = new ArrayList<>();
        List<CachedFolder> failed = new ArrayList<>();
        for (CacheItem item : find(graphs)) {
            boolean wanted = item.found().lastUse().isBefore(bound);
            boolean deleted = wanted && item.found().delete();
            items.add(new CacheItem(item.kind(), item.found(), deleted));
            if (wanted && !deleted) {
                failed.add(item.found());
            }
        }
        if (deletion != null) {
            graphs.forgetHashes(bound);
        }
        format.print(new CacheReport(items, deletion != null, CacheLimit.bytes()));
        if (!failed.isEmpty()) {
            throw new IOException(
                    failed.size()
                            + " folders cannot be deleted, such as "
                            + failed.get(0).folder());
        }
        return ExitCode.OK;
    }

    private List<CacheItem> find(CachedGraphs graphs) throws IOException {
        List<CachedFolder> taggers = folder == null ? new RecipeRepository().prepared() : List.of();
        return Stream.concat(
                        items(CacheItem.Kind.GRAPH, graphs.list()),
                        items(CacheItem.Kind.TAGGER, taggers))
                .sorted(Comparator.comparing(item -> item.found().lastUse()))
                .toList();
    }

    private static Stream<CacheItem> items(CacheItem.Kind kind, List<CachedFolder> folders) {
        return folders.stream().map(found -> new CacheItem(kind, found, false));
    }
}
