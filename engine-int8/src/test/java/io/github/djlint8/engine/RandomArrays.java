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

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Random;

/** Random arrays, and comparisons whose failures name the seed. */
final class RandomArrays {

    private final NDManager manager;
    private final Random random;
    private final String name;

    RandomArrays(NDManager manager, long seed) {
        this.manager = manager;
        random = new Random(seed);
        name = "seed " + seed;
    }

    Random random() {
        return random;
    }

    /** Values of the whole range of an integer type, and of [-4, 4] for a floating one. */
    NDArray next(DataType type, long... dims) {
        Shape shape = new Shape(dims);
        if (type == DataType.INT64) {
            return manager.create(random.longs(shape.size()).toArray(), shape);
        }
        if (type.isFloating()) {
            double[] values = random.doubles(shape.size(), -4, 4).map(x -> (float) x).toArray();
            return manager.create(values, shape).toType(type, false);
        }
        int[] values = random.ints((int) shape.size()).toArray();
        if (type.isBoolean()) {
            for (int i = 0; i < values.length; i++) {
                values[i] &= 1;
            }
        }
        return manager.create(values, shape).toType(type, false);
    }

    /** Indices in [0, bound). */
    NDArray indices(int bound, long... dims) {
        Shape shape = new Shape(dims);
        return manager.create(random.longs(shape.size(), 0, bound).toArray(), shape);
    }

    long[] shape(int rank) {
        return random.longs(rank, 1, 6).toArray();
    }

    void same(NDArray found, NDArray expected, String what) {
        String where = what + ", " + name;
        assertEquals(found.getDataType(), expected.getDataType(), where);
        assertEquals(found.getShape(), expected.getShape(), where);
        assertEquals(found.toByteArray(), expected.toByteArray(), where);
    }

    void close(NDArray found, NDArray expected, double relative, String what) {
        String where = what + ", " + name;
        assertEquals(found.getDataType(), expected.getDataType(), where);
        assertEquals(found.getShape(), expected.getShape(), where);
        Number[] x = found.toArray();
        Number[] y = expected.toArray();
        for (int i = 0; i < x.length; i++) {
            double a = x[i].doubleValue();
            double b = y[i].doubleValue();
            boolean equal = Double.compare(a, b) == 0;
            double bound = relative * Math.max(1, Math.abs(b));
            assertTrue(equal || Math.abs(a - b) <= bound, where + " at " + i + ": " + a + " " + b);
        }
    }
}
