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

/**
 * A tag of a span scheme, taken apart into prefix and type.
 *
 * @param prefix one of {@code O B I E S}
 * @param type the type, empty for {@code O}
 */
record SpanTag(char prefix, String type) {

    static final SpanTag OUTSIDE = new SpanTag('O', "");

    static SpanTag parse(String tag) {
        if (tag.equals("O")) {
            return OUTSIDE;
        }
        if (tag.length() > 2 && tag.charAt(1) == '-' && "BIES".indexOf(tag.charAt(0)) >= 0) {
            return new SpanTag(tag.charAt(0), tag.substring(2));
        }
        throw new IllegalArgumentException(
                "Unknown tag '" + tag + "': expected O or one of B- I- E- S- before a type");
    }

    boolean outside() {
        return prefix == 'O';
    }

    /** Whether a span goes on behind this tag, as far as this tag alone tells. */
    boolean open() {
        return prefix == 'B' || prefix == 'I';
    }

    /** The rule of conlleval, with S of BIOES as a span of its own. */
    boolean startsAfter(SpanTag previous) {
        if (outside()) {
            return false;
        }
        return prefix == 'B' || prefix == 'S' || !previous.open() || !type.equals(previous.type);
    }

    @Override
    public String toString() {
        return outside() ? "O" : prefix + "-" + type;
    }
}
