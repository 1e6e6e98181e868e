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
 * A padding mask on the scores of attention.
 *
 * @param input the mask, [batch, sequence], 1 for tokens and 0 for padding
 * @param filter what is added to the scores of padding, negative and finite
 */
record PaddingMask(String input, float filter) {

    /** Recognises a tensor that is added to the scores: 0 for tokens, negative for padding. */
    static Optional<PaddingMask> added(Operand tensor) throws MalformedModelException {
        return MaskFunction.ofScores(tensor)
                .filter(f -> f.atToken() == 0 && f.atPadding() < 0)
                .map(f -> of(f, f.atPadding()));
    }

    /** Recognises a condition under which scores are replaced by a number. */
    static Optional<PaddingMask> filled(Operand condition, boolean where, Operand value)
            throws MalformedModelException {
        float padding = where ? 1 : 0;
        Optional<Float> filter = value.number().filter(v -> v < 0);
        return filter.isEmpty()
                ? Optional.empty()
                : MaskFunction.ofScores(condition)
                        .filter(f -> f.atPadding() == padding && f.atToken() == 1 - padding)
                        .map(f -> of(f, filter.get()));
    }

    /** Minus infinity becomes the lowest number: a row without any token is then not NaN. */
    private static PaddingMask of(MaskFunction function, float filter) {
        return new PaddingMask(function.input(), Math.max(filter, -Float.MAX_VALUE));
    }
}
