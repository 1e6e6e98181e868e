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
package io.github.djlint8.onnx.fuse;

import ai.djl.MalformedModelException;
import java.util.Optional;

/**
 * The shape [batch, sequence, heads, size] of a Reshape that cuts a projection into heads.
 *
 * @param heads the number of heads; not positive if the shape leaves it open
 * @param size the width of a head; not positive if the shape leaves it open
 */
record HeadShape(long heads, long size) {

    private static final int RANK = 4;

    /** Reads a shape whose first two entries are those of the input, whatever its lengths are. */
    static Optional<HeadShape> of(Operand shape) throws MalformedModelException {
        return ShapeEntries.of(shape)
                .filter(e -> e.length == RANK && e[0] <= 0 && e[1] <= 0)
                .map(e -> new HeadShape(e[2], e[3]))
                .filter(h -> h.heads > 0 || h.size > 0);
    }

    /** Returns the number of heads of a projection, or 0 if it is unknown. */
    long heads(long width) {
        if (heads > 0) {
            return heads;
        }
        return width > 0 && width % size == 0 ? width / size : 0;
    }
}
