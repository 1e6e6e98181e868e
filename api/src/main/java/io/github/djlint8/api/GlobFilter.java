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

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A list of names and globs that a layer is matched against.
 *
 * <p>In a glob, {@code *} stands for any run of characters (also {@code /} and {@code .}) and
 * {@code ?} for one code point; everything else stands for itself. A name without either matches
 * exactly. Immutable and safe for use by many threads.
 */
public final class GlobFilter {

    private static final GlobFilter NONE = new GlobFilter(List.of());

    private final List<String> globs;

    private GlobFilter(List<String> globs) {
        this.globs = List.copyOf(globs);
    }

    /**
     * Returns the filter that matches nothing.
     *
     * @return the filter
     */
    public static GlobFilter none() {
        return NONE;
    }

    /**
     * Returns a filter for a list of globs.
     *
     * @param globs the globs
     * @return the filter
     * @throws IllegalArgumentException if a glob is blank
     */
    public static GlobFilter of(List<String> globs) {
        for (String glob : globs) {
            if (glob.isBlank()) {
                throw new IllegalArgumentException("A name or glob must not be blank");
            }
        }
        return globs.isEmpty() ? NONE : new GlobFilter(globs);
    }

    /**
     * Returns whether any glob matches a name.
     *
     * @param name the name
     * @return whether any glob matches
     */
    public boolean matches(String name) {
        return globs.stream().anyMatch(glob -> matches(glob, name));
    }

    /**
     * Returns the globs that match none of the given names, to report misspelt ones.
     *
     * @param names all names there are
     * @return the globs without a match, in their order
     */
    public List<String> unmatched(Iterable<String> names) {
        return globs.stream().filter(glob -> noneMatches(glob, names)).toList();
    }

    /**
     * Returns the globs.
     *
     * @return the globs, in their order
     */
    public List<String> globs() {
        return globs;
    }

    /** {@inheritDoc} */
    @Override
    public boolean equals(Object o) {
        return o instanceof GlobFilter f && globs.equals(f.globs);
    }

    /** {@inheritDoc} */
    @Override
    public int hashCode() {
        return globs.hashCode();
    }

    /**
     * Returns the globs in brackets, with line breaks and the commas inside globs escaped.
     *
     * @return a text of one line that is equal exactly for equal filters
     */
    @Override
    public String toString() {
        return globs.stream().map(GlobFilter::escape).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String escape(String glob) {
        return glob.replace("\\", "\\\\")
                .replace(",", "\\,")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    private static boolean noneMatches(String glob, Iterable<String> names) {
        return StreamSupport.stream(names.spliterator(), false)
                .noneMatch(name -> matches(glob, name));
    }

    /** Matches greedily and goes back to the last star only, so that no glob takes long. */
    private static boolean matches(String glob, String name) {
        int[] g = glob.codePoints().toArray();
        int[] n = name.codePoints().toArray();
        int i = 0;
        int j = 0;
        int star = -1;
        int resume = 0;
        while (j < n.length) {
            if (i < g.length && g[i] == '*') {
                star = i++;
                resume = j;
            } else if (i < g.length && (g[i] == '?' || g[i] == n[j])) {
                i++;
                j++;
            } else if (star >= 0) {
                i = star + 1;
                j = ++resume;
            } else {
                return false;
            }
        }
        while (i < g.length && g[i] == '*') {
            i++;
        }
        return i == g.length;
    }
}
