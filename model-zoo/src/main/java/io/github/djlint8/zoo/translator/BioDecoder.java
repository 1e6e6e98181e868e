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
package io.github.djlint8.zoo.translator;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the spans that labels in the BIO scheme mark.
 *
 * <p>{@code B-X} begins a span of type X; {@code I-X} goes on with one of type X, and begins one
 * where there is none, as models do not always keep to the scheme. A label without a prefix counts
 * as {@code I-}. Safe for use by many threads.
 */
public final class BioDecoder {

    /** The label of what is in no span. */
    public static final String OUTSIDE = "O";

    private static final String BEGIN = "B-";
    private static final String INSIDE = "I-";

    private BioDecoder() {}

    /**
     * Finds the spans.
     *
     * @param labels the label of each word
     * @return the spans in order; none is empty and none overlaps another
     */
    public static List<Chunk> decode(List<String> labels) {
        List<Chunk> chunks = new ArrayList<>();
        String open = null;
        int begin = 0;
        for (int w = 0; w < labels.size(); w++) {
            String label = labels.get(w);
            String type = type(label);
            if (open != null && (!open.equals(type) || label.startsWith(BEGIN))) {
                chunks.add(new Chunk(open, begin, w));
                open = null;
            }
            if (open == null && type != null) {
                open = type;
                begin = w;
            }
        }
        if (open != null) {
            chunks.add(new Chunk(open, begin, labels.size()));
        }
        return chunks;
    }

    private static String type(String label) {
        if (OUTSIDE.equals(label)) {
            return null;
        }
        boolean prefixed = label.startsWith(BEGIN) || label.startsWith(INSIDE);
        return prefixed ? label.substring(BEGIN.length()) : label;
    }

    /**
     * A span of words.
     *
     * <p>Immutable and safe for use by many threads.
     *
     * @param type the type of the span
     * @param begin the index of its first word
     * @param end the index after its last word
     */
    public record Chunk(String type, int begin, int end) {}
}
