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

import java.util.function.DoublePredicate;

/** Tests of elements and logic on BOOLEAN tensors. */
final class Predicates {

    /** A function of two truth values. */
    interface Logic {
        boolean apply(boolean a, boolean b);
    }

    private Predicates() {}

    static DenseTensor test(DenseTensor x, DoublePredicate predicate) {
        DenseTensor result = DenseTensor.allocate(ElementType.BOOLEAN, x.dims());
        for (int i = 0; i < x.size(); i++) {
            result.putLong(i, predicate.test(x.getDouble(i)) ? 1 : 0);
        }
        return result;
    }

    static DenseTensor combine(DenseTensor a, DenseTensor b, Logic logic) {
        long[] dims = Strides.broadcast(a.dims(), b.dims());
        DenseTensor result = DenseTensor.allocate(ElementType.BOOLEAN, dims);
        int[] offsetsA = Strides.broadcastOffsets(a.dims(), dims);
        int[] offsetsB = Strides.broadcastOffsets(b.dims(), dims);
        for (int i = 0; i < offsetsA.length; i++) {
            boolean x = a.getDouble(offsetsA[i]) != 0;
            result.putLong(i, logic.apply(x, b.getDouble(offsetsB[i]) != 0) ? 1 : 0);
        }
        return result;
    }

    /** Takes elements of one tensor where a condition holds and of another elsewhere. */
    static DenseTensor where(DenseTensor condition, DenseTensor a, DenseTensor b) {
        ElementType type = Promotion.of(a, b);
        long[] dims = Strides.broadcast(condition.dims(), Strides.broadcast(a.dims(), b.dims()));
        DenseTensor result = DenseTensor.allocate(type, dims);
        int[] offsetsC = Strides.broadcastOffsets(condition.dims(), dims);
        int[] offsetsA = Strides.broadcastOffsets(a.dims(), dims);
        int[] offsetsB = Strides.broadcastOffsets(b.dims(), dims);
        DenseTensor convertedA = a.as(type);
        DenseTensor convertedB = b.as(type);
        for (int i = 0; i < offsetsC.length; i++) {
            boolean first = condition.getDouble(offsetsC[i]) != 0;
            result.copyFrom(
                    i, first ? convertedA : convertedB, first ? offsetsA[i] : offsetsB[i], 1);
        }
        return result;
    }

    /** Compares by value; a NaN equals a NaN, as {@link Object#equals} demands. */
    static boolean contentEquals(DenseTensor a, DenseTensor b) {
        if (a.type() != b.type() || !a.sameShape(b)) {
            return false;
        }
        if (!a.type().isFloating()) {
            for (int i = 0; i < a.size(); i++) {
                if (a.getLong(i) != b.getLong(i)) {
                    return false;
                }
            }
            return true;
        }
        for (int i = 0; i < a.size(); i++) {
            double x = a.getDouble(i);
            double y = b.getDouble(i);
            if (x != y && !(Double.isNaN(x) && Double.isNaN(y))) {
                return false;
            }
        }
        return true;
    }
}
