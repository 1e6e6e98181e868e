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
package io.github.djlint8.engine;

/**
 * The type of a result of two operands.
 *
 * <p>The rules are those of PyTorch, so that an operation gives the same type wherever it runs:
 * BOOLEAN, then integers, then floating types; a scalar changes another array's type only when it
 * is of a higher one of these three kinds.
 */
final class Promotion {

    private Promotion() {}

    static ElementType of(DenseTensor a, DenseTensor b) {
        if (a.rank() == 0 && b.rank() > 0 && kind(a.type()) <= kind(b.type())) {
            return b.type();
        }
        if (b.rank() == 0 && a.rank() > 0 && kind(b.type()) <= kind(a.type())) {
            return a.type();
        }
        return of(a.type(), b.type());
    }

    static ElementType of(ElementType type, Number number) {
        if (number instanceof Float || number instanceof Double) {
            return floating(type);
        }
        return type == ElementType.BOOLEAN ? ElementType.INT64 : type;
    }

    /** Returns a floating type as it is and FLOAT32 for any other. */
    static ElementType floating(ElementType type) {
        return type.isFloating() ? type : ElementType.FLOAT32;
    }

    private static ElementType of(ElementType a, ElementType b) {
        if (a == b) {
            return a;
        }
        if (kind(a) != kind(b)) {
            return kind(a) > kind(b) ? a : b;
        }
        if (a.bytes() != b.bytes()) {
            return a.bytes() > b.bytes() ? a : b;
        }
        // Two of equal width: FLOAT16 with BFLOAT16, or INT8 with UINT8.
        return a.isFloating() ? ElementType.FLOAT32 : ElementType.INT16;
    }

    private static int kind(ElementType type) {
        if (type.isFloating()) {
            return 2;
        }
        return type == ElementType.BOOLEAN ? 0 : 1;
    }
}
