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
package io.github.djlint8.onnx.quantize;

import io.github.djlint8.onnx.ElementType;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/**
 * The columns of a matrix of weights, one for each output channel, read as floats.
 *
 * <p>float32 weights are read where they lie, other floating-point types are first copied to
 * floats. Safe for use by many threads.
 */
final class WeightColumns {

    /** Columns read together, so that a strided read uses whole cache lines. */
    private static final int BLOCK = 16;

    private final FloatBuffer source;
    private final boolean transposed;
    private final int rows;
    private final int count;

    /**
     * Creates the columns of a matrix.
     *
     * @param matrix the weights, of rank 2
     */
    WeightColumns(WeightMatrix matrix) {
        rows = Math.toIntExact(matrix.dim(0));
        count = Math.toIntExact(matrix.dim(1));
        transposed = matrix.transposed();
        source =
                matrix.stored().type() == ElementType.FLOAT
                        ? matrix.stored().asFloatBuffer()
                        : FloatBuffer.wrap(matrix.stored().toFloats());
    }

    /** Looks at one column. */
    interface Visitor {

        /**
         * Looks at one column; called by many threads, once for each column.
         *
         * @param index the index of the column
         * @param column its weights, not to be kept
         */
        void visit(int index, float[] column);
    }

    /** Returns the number of columns. */
    int count() {
        return count;
    }

    /** Returns the number of weights in each column. */
    int rows() {
        return rows;
    }

    /** Returns one weight. */
    float get(int row, int column) {
        return source.get(transposed ? column * rows + row : row * count + column);
    }

    /**
     * Visits all columns, in parallel.
     *
     * @param visitor looks at each
     */
    void forEach(Visitor visitor) {
        IntStream.range(0, (count + BLOCK - 1) / BLOCK)
                .parallel()
                .forEach(block -> visitBlock(block * BLOCK, visitor));
    }

    private void visitBlock(int first, Visitor visitor) {
        int width = Math.min(BLOCK, count - first);
        float[][] block = new float[width][rows];
        if (transposed) {
            for (int c = 0; c < width; c++) {
                source.get((first + c) * rows, block[c]);
            }
        } else {
            for (int k = 0; k < rows; k++) {
                for (int c = 0; c < width; c++) {
                    block[c][k] = source.get(k * count + first + c);
                }
            }
        }
        for (int c = 0; c < width; c++) {
            visitor.visit(first + c, block[c]);
        }
    }
}
