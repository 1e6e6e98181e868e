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

import io.github.djlint8.cli.output.ByteSize;
import io.github.djlint8.cli.output.CommandReport;
import io.github.djlint8.cli.output.TextTable;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What is in the cache, or what was deleted from it.
 *
 * <p>Immutable; threads may share it.
 *
 * @param items the folders, those first that were not used for longest
 * @param deleting whether the caller asked to delete
 * @param limit the bytes that quantized graphs may take, the largest number for no limit
 */
public record CacheReport(List<CacheItem> items, boolean deleting, long limit)
        implements CommandReport {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)
                    .withZone(ZoneId.systemDefault());

    /**
     * Copies the list.
     *
     * @param items the folders, those first that were not used for longest
     * @param deleting whether the caller asked to delete
     * @param limit the bytes that quantized graphs may take, the largest number for no limit
     */
    public CacheReport {
        items = List.copyOf(items);
    }

    /** {@inheritDoc} */
    @Override
    public String toText() {
        return deleting
                ? table(CacheItem::deleted)
                        + "Deleted "
                        + sum(CacheItem::deleted)
                        + ", kept "
                        + sum(item -> !item.deleted())
                        + "\n"
                : table(item -> true)
                        + "Quantized graphs: "
                        + sum(item -> item.kind() == CacheItem.Kind.GRAPH)
                        + (limit == Long.MAX_VALUE ? "" : ", limit " + ByteSize.format(limit))
                        + "\nPrepared taggers: "
                        + sum(item -> item.kind() == CacheItem.Kind.TAGGER)
                        + "\n";
    }

    /** {@inheritDoc} */
    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        if (limit != Long.MAX_VALUE) {
            map.put("limitBytes", limit);
        }
        map.put("folders", items.stream().map(CacheReport::describe).toList());
        return map;
    }

    private String table(Predicate<CacheItem> shown) {
        TextTable table = new TextTable("last use", "size", "kind", "model");
        items.stream().filter(shown).forEach(item -> addRow(table, item));
        return items.stream().anyMatch(shown) ? table.toString() : "";
    }

    private static void addRow(TextTable table, CacheItem item) {
        table.row(
                TIME.format(item.found().lastUse()),
                ByteSize.format(item.found().bytes()),
                kind(item),
                item.found().origin().orElse("-"));
    }

    private String sum(Predicate<CacheItem> counted) {
        List<CacheItem> found = items.stream().filter(counted).toList();
        long bytes = found.stream().mapToLong(item -> item.found().bytes()).sum();
        return found.size()
                + (found.size() == 1 ? " folder, " : " folders, ")
                + ByteSize.format(bytes);
    }

    private static Map<String, Object> describe(CacheItem item) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", kind(item));
        item.found().origin().ifPresent(origin -> map.put("model", origin));
        map.put("folder", item.found().folder().toString());
        map.put("bytes", item.found().bytes());
        map.put("lastUse", item.found().lastUse().toString());
        map.put("deleted", item.deleted());
        return map;
    }

    private static String kind(CacheItem item) {
        return item.kind().name().toLowerCase(Locale.ROOT);
    }
}
