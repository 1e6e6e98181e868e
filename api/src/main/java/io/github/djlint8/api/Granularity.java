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
package io.github.djlint8.api;

/**
 * How many values share one scale and zero point.
 *
 * <p>Immutable and safe for use by many threads.
 */
public sealed interface Granularity {

    /** One scale and zero point for the whole tensor. */
    record PerTensor() implements Granularity {}

    /**
     * One scale and zero point for each index of an axis.
     *
     * @param axis the index of the kept dimension, not negative
     */
    record PerAxis(int axis) implements Granularity {

        /** Checks the axis. */
        public PerAxis {
            requireAxis(axis);
        }
    }

    /**
     * One scale and zero point for each block of consecutive values along an axis.
     *
     * @param axis the index of the dimension that is cut into blocks, not negative
     * @param blockSize the number of values in a block, at least 1; the last block may be shorter
     */
    record PerBlock(int axis, int blockSize) implements Granularity {

        /** Checks the axis and the size. */
        public PerBlock {
            requireAxis(axis);
            if (blockSize < 1) {
                throw new IllegalArgumentException(
                        "Block size must be at least 1, found " + blockSize);
            }
        }
    }

    /**
     * Returns the granularity with one scale for the whole tensor.
     *
     * @return the granularity
     */
    static Granularity perTensor() {
        return new PerTensor();
    }

    /**
     * Returns the granularity with one scale for each index of an axis.
     *
     * @param axis the axis; negative values count from the end
     * @param rank the number of dimensions of the tensor
     * @return the granularity, its axis not negative
     * @throws IllegalArgumentException if the axis is outside [-rank, rank - 1]
     */
    static Granularity perAxis(int axis, int rank) {
        return new PerAxis(normalizeAxis(axis, rank));
    }

    /**
     * Returns an axis as a number that is not negative.
     *
     * @param axis the axis; negative values count from the end
     * @param rank the number of dimensions of the tensor
     * @return the axis in [0, rank - 1]
     * @throws IllegalArgumentException if the axis is outside [-rank, rank - 1]
     */
    static int normalizeAxis(int axis, int rank) {
        if (axis < -rank || axis >= rank) {
            throw new IllegalArgumentException(
                    "Axis " + axis + " is outside [" + -rank + ", " + (rank - 1) + "]");
        }
        return axis < 0 ? axis + rank : axis;
    }

    private static void requireAxis(int axis) {
        if (axis < 0) {
            throw new IllegalArgumentException("Axis must not be negative, found " + axis);
        }
    }
}
