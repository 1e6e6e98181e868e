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
package io.github.djlint8.calibration.corpus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The ways to write spans as one tag for each word.
 *
 * <p>{@link #spans} reads all of them with the one rule of the CoNLL evaluation script, which also
 * gives a meaning to sequences that no scheme allows; {@link #findViolation} is the strict check.
 */
public enum TagScheme {
    /** {@code I-} inside; {@code B-} only where a span follows one of the same type directly. */
    IOB1("iob1", "BI") {
        @Override
        String problem(SpanTag previous, SpanTag tag) {
            return tag.prefix() == 'B' && !continues(previous, tag)
                    ? tag + " must follow a word of the type " + tag.type()
                    : null;
        }

        @Override
        char prefix(boolean first, boolean last, boolean touching) {
            return first && touching ? 'B' : 'I';
        }
    },
    /** {@code B-} on the first word of every span, {@code I-} on the others; also named BIO. */
    IOB2("iob2", "BI") {
        @Override
        String problem(SpanTag previous, SpanTag tag) {
            return tag.prefix() == 'I' && !continues(previous, tag)
                    ? tag + " must follow B-" + tag.type() + " or I-" + tag.type()
                    : null;
        }

        @Override
        char prefix(boolean first, boolean last, boolean touching) {
            return first ? 'B' : 'I';
        }
    },
    /** As IOB2, with {@code E-} on the last word and {@code S-} on spans of one word. */
    BIOES("bioes", "BIES") {
        @Override
        String problem(SpanTag previous, SpanTag tag) {
            boolean inside = tag.prefix() == 'I' || tag.prefix() == 'E';
            if (inside && !continues(previous, tag)) {
                return tag + " must follow B-" + tag.type() + " or I-" + tag.type();
            }
            return !inside && previous.open()
                    ? previous + " must be followed by I- or E-" + previous.type()
                    : null;
        }

        @Override
        char prefix(boolean first, boolean last, boolean touching) {
            if (first) {
                return last ? 'S' : 'B';
            }
            return last ? 'E' : 'I';
        }
    };

    private final String option;
    private final String prefixes;

    TagScheme(String option, String prefixes) {
        this.option = option;
        this.prefixes = prefixes;
    }

    /**
     * Returns the spelling in options and files.
     *
     * @return the spelling
     */
    public String option() {
        return option;
    }

    /**
     * Returns the spans of a tag sequence as the CoNLL evaluation script reads them.
     *
     * <p>A span begins at {@code B-} and {@code S-}, and at any other tag whose type differs from
     * the tag before or that follows {@code O}, {@code E-} or {@code S-}. The script of 2003 does
     * not know {@code S-} and lets a span run from {@code E-} on into {@code B-}; here both tags
     * stand for what BIOES means by them.
     *
     * @param tags the tags of one sentence, in any scheme
     * @return the spans in order
     * @throws IllegalArgumentException if a tag has an unknown prefix
     */
    public static List<EntitySpan> spans(List<String> tags) {
        List<EntitySpan> spans = new ArrayList<>();
        SpanTag previous = SpanTag.OUTSIDE;
        int start = 0;
        for (int i = 0; i < tags.size(); i++) {
            SpanTag tag = SpanTag.parse(tags.get(i));
            boolean starts = tag.startsAfter(previous);
            if (!previous.outside() && (starts || tag.outside())) {
                spans.add(new EntitySpan(previous.type(), start, i));
            }
            if (starts) {
                start = i;
            }
            previous = tag;
        }
        if (!previous.outside()) {
            spans.add(new EntitySpan(previous.type(), start, tags.size()));
        }
        return List.copyOf(spans);
    }

    /**
     * Converts tags of any scheme to IOB2.
     *
     * @param tags the tags of one sentence
     * @return as many tags
     * @throws IllegalArgumentException if a tag has an unknown prefix
     */
    public static List<String> toIob2(List<String> tags) {
        return IOB2.encode(spans(tags), tags.size());
    }

    /**
     * Writes spans as tags of this scheme.
     *
     * @param spans the spans, in order and without overlap
     * @param words how many words the sentence has
     * @return one tag for each word
     * @throws IllegalArgumentException if spans overlap or leave the sentence
     */
    public List<String> encode(List<EntitySpan> spans, int words) {
        String[] tags = new String[words];
        Arrays.fill(tags, "O");
        EntitySpan previous = null;
        int free = 0;
        for (EntitySpan span : spans) {
            if (span.start() < free || span.end() > words) {
                throw new IllegalArgumentException(
                        span + " must lie in the words [" + free + ", " + words + ")");
            }
            boolean touching =
                    previous != null
                            && previous.end() == span.start()
                            && previous.type().equals(span.type());
            for (int i = span.start(); i < span.end(); i++) {
                char prefix = prefix(i == span.start(), i == span.end() - 1, touching);
                tags[i] = prefix + "-" + span.type();
            }
            free = span.end();
            previous = span;
        }
        return List.of(tags);
    }

    /**
     * Finds the first tag that breaks this scheme.
     *
     * @param tags the tags of one sentence
     * @return the first violation, or nothing if the tags are valid
     */
    public Optional<TagViolation> findViolation(List<String> tags) {
        SpanTag previous = SpanTag.OUTSIDE;
        for (int i = 0; i < tags.size(); i++) {
            SpanTag tag;
            try {
                tag = SpanTag.parse(tags.get(i));
            } catch (IllegalArgumentException e) {
                return violation(i, e.getMessage());
            }
            if (!tag.outside() && prefixes.indexOf(tag.prefix()) < 0) {
                return violation(i, "The prefix of " + tag + " does not exist in " + this);
            }
            String problem = problem(previous, tag);
            if (problem != null) {
                return violation(i, problem + " in " + this + ", found " + previous + " " + tag);
            }
            previous = tag;
        }
        String problem = problem(previous, SpanTag.OUTSIDE);
        return problem == null
                ? Optional.empty()
                : violation(tags.size() - 1, problem + " in " + this + ", found the end");
    }

    /** What is wrong with a tag behind another one, or null. */
    abstract String problem(SpanTag previous, SpanTag tag);

    abstract char prefix(boolean first, boolean last, boolean touching);

    private static boolean continues(SpanTag previous, SpanTag tag) {
        return previous.open() && previous.type().equals(tag.type());
    }

    private static Optional<TagViolation> violation(int index, String reason) {
        return Optional.of(new TagViolation(index, reason));
    }
}
