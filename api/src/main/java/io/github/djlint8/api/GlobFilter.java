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
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A list of names and globs that a layer is matched against.
 *
 * <p>In a glob, {@code *} stands for any run of characters (also {@code /} and {@code .}) and
 * {@code ?} for one character; everything else stands for itself. A name without either matches
 * exactly. Immutable and safe for use by many threads.
 */
public final class GlobFilter {

    private static final GlobFilter NONE = new GlobFilter(List.of());

    private final List<String> globs;
    private final List<Pattern> patterns;

    private GlobFilter(List<String> globs) {
        this.globs = List.copyOf(globs);
        this.patterns = this.globs.stream().map(GlobFilter::compile).toList();
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
        return patterns.stream().anyMatch(p -> p.matcher(name).matches());
    }

    /**
     * Returns the globs that match none of the given names, to report misspelt ones.
     *
     * @param names all names there are
     * @return the globs without a match, in their order
     */
    public List<String> unmatched(Iterable<String> names) {
        return IntStream.range(0, globs.size())
                .filter(i -> noneMatches(patterns.get(i), names))
                .mapToObj(globs::get)
                .toList();
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

    /** {@inheritDoc} */
    @Override
    public String toString() {
        return globs.toString();
    }

    private static boolean noneMatches(Pattern pattern, Iterable<String> names) {
        for (String name : names) {
            if (pattern.matcher(name).matches()) {
                return false;
            }
        }
        return true;
    }

    private static Pattern compile(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
