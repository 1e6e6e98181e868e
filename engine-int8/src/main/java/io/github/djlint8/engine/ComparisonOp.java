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

/** Comparison of two tensors that broadcast; a NaN differs from every value, itself included. */
enum ComparisonOp {
    EQ {
        @Override
        boolean test(int sign) {
            return sign == 0;
        }
    },
    NEQ {
        @Override
        boolean test(int sign) {
            return sign != 0;
        }
    },
    GT {
        @Override
        boolean test(int sign) {
            return sign > 0 && sign != UNORDERED;
        }
    },
    GTE {
        @Override
        boolean test(int sign) {
            return sign >= 0 && sign != UNORDERED;
        }
    },
    LT {
        @Override
        boolean test(int sign) {
            return sign < 0;
        }
    },
    LTE {
        @Override
        boolean test(int sign) {
            return sign <= 0;
        }
    };

    private static final int UNORDERED = 2;

    abstract boolean test(int sign);

    DenseTensor apply(DenseTensor a, DenseTensor b) {
        long[] dims = Strides.broadcast(a.dims(), b.dims());
        DenseTensor result = DenseTensor.allocate(ElementType.BOOLEAN, dims);
        int[] offsetsA = Strides.broadcastOffsets(a.dims(), dims);
        int[] offsetsB = Strides.broadcastOffsets(b.dims(), dims);
        boolean floating = a.type().isFloating() || b.type().isFloating();
        for (int i = 0; i < offsetsA.length; i++) {
            int sign =
                    floating
                            ? sign(a.getDouble(offsetsA[i]), b.getDouble(offsetsB[i]))
                            : Long.compare(a.getLong(offsetsA[i]), b.getLong(offsetsB[i]));
            result.putLong(i, test(sign) ? 1 : 0);
        }
        return result;
    }

    DenseTensor apply(DenseTensor a, Number b) {
        boolean floating = b instanceof Float || b instanceof Double;
        ElementType type = floating ? ElementType.FLOAT64 : ElementType.INT64;
        return apply(a, DenseTensor.scalar(type, b));
    }

    private static int sign(double a, double b) {
        if (a < b) {
            return -1;
        }
        if (a == b) {
            return 0;
        }
        return a > b ? 1 : UNORDERED;
    }
}
