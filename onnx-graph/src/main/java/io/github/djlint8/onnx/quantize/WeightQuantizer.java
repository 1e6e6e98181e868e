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

import ai.djl.MalformedModelException;
import io.github.djlint8.api.AffineQuantizer;
import io.github.djlint8.api.QuantizedType;
import io.github.djlint8.api.WeightRange;
import io.github.djlint8.onnx.ElementType;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Quantizes a matrix of float weights to symmetric int8, one scale for each column or one for all.
 *
 * <p>Columns are worked on in parallel; the result does not depend on how many threads there are.
 * Needs heap for the int8 result, and for a few columns of floats in each thread; float32 weights
 * are read where they lie, other floating-point types are first copied to floats.
 */
final class WeightQuantizer {

    /** Columns read together, so that a strided read uses whole cache lines. */
    private static final int BLOCK = 16;

    private static final int QMAX = QuantizedType.INT8.qmax();

    private final WeightMatrix matrix;
    private final FloatBuffer source;
    private final int rows;
    private final int columns;

    private WeightQuantizer(WeightMatrix matrix) {
        this.matrix = matrix;
        rows = Math.toIntExact(matrix.dim(0));
        columns = Math.toIntExact(matrix.dim(1));
        source =
                matrix.stored().type() == ElementType.FLOAT
                        ? matrix.stored().asFloatBuffer()
                        : FloatBuffer.wrap(matrix.stored().toFloats());
    }

    /**
     * Quantizes a matrix.
     *
     * @param matrix the weights, of rank 2
     * @param range how much of the int8 range to use
     * @param perChannel whether each column has a scale of its own
     * @param keepLayout whether the result lies as the weights are stored, not as they are read
     * @return the quantized weights
     * @throws MalformedModelException if a weight is NaN or infinite
     */
    static QuantizedWeights quantize(
            WeightMatrix matrix, WeightRange range, boolean perChannel, boolean keepLayout)
            throws MalformedModelException {
        WeightQuantizer quantizer = new WeightQuantizer(matrix);
        float[] scales = quantizer.columnScales(range);
        if (!perChannel) {
            float largest = 0f;
            for (float scale : scales) {
                largest = Math.max(largest, scale);
            }
            Arrays.fill(scales, largest);
        }
        for (int n = 0; n < scales.length; n++) {
            scales[n] = scales[n] > 0f ? scales[n] : 1f;
        }
        return quantizer.quantize(scales, perChannel, keepLayout && matrix.transposed());
    }

    /** Returns the smallest scale that each column may have; 0 where all its weights are 0. */
    private float[] columnScales(WeightRange range) throws MalformedModelException {
        float[] scales = new float[columns];
        forEachColumn((n, column) -> scales[n] = columnScale(column, range));
        for (int n = 0; n < columns; n++) {
            if (Float.isNaN(scales[n])) {
                throw notFinite(n);
            }
        }
        return scales;
    }

    /** Returns NaN if a weight is not finite, for the caller to name it. */
    private static float columnScale(float[] column, WeightRange range) {
        float absMax = 0f;
        for (float v : column) {
            if (!Float.isFinite(v)) {
                return Float.NaN;
            }
            absMax = Math.max(absMax, Math.abs(v));
        }
        if (absMax == 0f) {
            return 0f;
        }
        float scale = AffineQuantizer.symmetricScale(absMax, QuantizedType.INT8);
        return range == WeightRange.PORTABLE ? PairBound.smallestScale(column, scale) : scale;
    }

    private QuantizedWeights quantize(float[] scales, boolean perChannel, boolean columnsFirst) {
        byte[] values = new byte[Math.multiplyExact(rows, columns)];
        double[] signal = new double[columns];
        double[] noise = new double[columns];
        int rowStride = columnsFirst ? 1 : columns;
        int columnStride = columnsFirst ? rows : 1;
        forEachColumn(
                (n, column) -> {
                    float scale = scales[n];
                    int at = n * columnStride;
                    for (float v : column) {
                        int q = AffineQuantizer.quantize(v, scale, 0, -QMAX, QMAX);
                        values[at] = (byte) q;
                        at += rowStride;
                        double error = v - (double) AffineQuantizer.dequantize(q, scale, 0);
                        signal[n] += (double) v * v;
                        noise[n] += error * error;
                    }
                });
        double sqnr = 10 * Math.log10(Arrays.stream(signal).sum() / Arrays.stream(noise).sum());
        return new QuantizedWeights(
                values, perChannel ? scales : Arrays.copyOf(scales, 1), exactIfNaN(sqnr));
    }

    /** 0 / 0: weights that are all 0 lose nothing. */
    private static double exactIfNaN(double sqnr) {
        return Double.isNaN(sqnr) ? Double.POSITIVE_INFINITY : sqnr;
    }

    private interface ColumnVisitor {
        void visit(int index, float[] column);
    }

    private void forEachColumn(ColumnVisitor visitor) {
        IntStream.range(0, (columns + BLOCK - 1) / BLOCK)
                .parallel()
                .forEach(block -> visitBlock(block * BLOCK, visitor));
    }

    private void visitBlock(int first, ColumnVisitor visitor) {
        int count = Math.min(BLOCK, columns - first);
        float[][] block = new float[count][rows];
        if (matrix.transposed()) {
            for (int c = 0; c < count; c++) {
                source.get((first + c) * rows, block[c]);
            }
        } else {
            for (int k = 0; k < rows; k++) {
                for (int c = 0; c < count; c++) {
                    block[c][k] = source.get(k * columns + first + c);
                }
            }
        }
        for (int c = 0; c < count; c++) {
            visitor.visit(first + c, block[c]);
        }
    }

    private MalformedModelException notFinite(int column) {
        int row = 0;
        float value;
        do {
            value = source.get(matrix.transposed() ? column * rows + row : row * columns + column);
            row++;
        } while (Float.isFinite(value));
        return new MalformedModelException(
                "Weight "
                        + matrix.stored()
                        + " holds "
                        + value
                        + " at row "
                        + (row - 1)
                        + ", column "
                        + column
                        + " of its product; only finite weights can be quantized");
    }
}
