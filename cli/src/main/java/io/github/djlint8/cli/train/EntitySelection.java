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
package io.github.djlint8.cli.train;

import io.github.djlint8.calibration.corpus.TaggedSentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Which entities of a corpus are learned, and how many of its sentences without any.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param types the types of entities; others are read as no entity. Empty means all
 * @param emptyShare the share of sentences without an entity that are kept, in [0, 1]
 * @param seed the seed that chooses them
 */
public record EntitySelection(Set<String> types, double emptyShare, long seed) {

    /** All as it is. */
    public static final EntitySelection ALL = new EntitySelection(Set.of(), 1, 0);

    private static final String OUTSIDE = "O";

    /**
     * Creates a selection.
     *
     * @throws IllegalArgumentException if the share is not in [0, 1]
     */
    public EntitySelection {
        types = Set.copyOf(types);
        if (!(emptyShare >= 0 && emptyShare <= 1)) {
            throw new IllegalArgumentException(
                    "The share of sentences without an entity must be in [0, 1], found "
                            + emptyShare);
        }
    }

    /**
     * Reads other types as no entity.
     *
     * @param sentences sentences with IOB2 tags
     * @return as many sentences
     * @throws IllegalArgumentException if no sentence has an entity of these types
     */
    public List<TaggedSentence> relabel(List<TaggedSentence> sentences) {
        if (types.isEmpty()) {
            return sentences;
        }
        List<TaggedSentence> relabelled = sentences.stream().map(this::relabel).toList();
        if (relabelled.stream().allMatch(EntitySelection::isEmpty)) {
            TreeSet<String> found = new TreeSet<>();
            sentences.forEach(s -> found.addAll(s.tags()));
            throw new IllegalArgumentException(
                    "No entity is of a type in " + new TreeSet<>(types) + ", found tags " + found);
        }
        return relabelled;
    }

    /**
     * Leaves sentences without an entity out.
     *
     * @param sentences sentences with IOB2 tags
     * @return those with entities and the chosen share of the others, in their order
     */
    public List<TaggedSentence> thin(List<TaggedSentence> sentences) {
        SplittableRandom random = new SplittableRandom(seed);
        List<TaggedSentence> kept = new ArrayList<>();
        for (TaggedSentence sentence : sentences) {
            if (!isEmpty(sentence) || random.nextDouble() < emptyShare) {
                kept.add(sentence);
            }
        }
        return kept;
    }

    private TaggedSentence relabel(TaggedSentence sentence) {
        List<String> tags =
                sentence.tags().stream().map(t -> types.contains(type(t)) ? t : OUTSIDE).toList();
        return new TaggedSentence(sentence.words(), tags, sentence.id());
    }

    private static String type(String tag) {
        return tag.substring(tag.indexOf('-') + 1);
    }

    private static boolean isEmpty(TaggedSentence sentence) {
        return sentence.tags().stream().allMatch(OUTSIDE::equals);
    }
}
