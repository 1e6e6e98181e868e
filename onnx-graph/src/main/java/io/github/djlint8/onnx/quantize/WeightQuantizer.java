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
import io.github.djlint8.api.Symmetry;
import io.github.djlint8.api.ValueRange;
import io.github.djlint8.api.WeightRange;
import java.util.Arrays;

/**
 * Quantizes a matrix of float weights to int8, one scale for each column or one for all.
 *
 * <p>Columns are worked on in parallel; the result does not depend on how many threads there are.
 * Needs heap for the int8 result, and for a few columns of floats in each thread.
 */
final class WeightQuantizer {

    private final WeightMatrix matrix;
    private final WeightColumns columns;
    private final WeightScheme scheme;
    private final int qmin;
    private final int qmax;

    private WeightQuantizer(WeightMatrix matrix, WeightScheme scheme) {
        this.matrix = matrix;
        columns = new WeightColumns(matrix);
        this.scheme = scheme;
        // Of asymmetric weights both of a pair may sit at the same end of the range.
        boolean halves = isAsymmetric() && scheme.range() == WeightRange.PORTABLE;
        qmin = halves ? -PairBound.LIMIT / 2 : QuantizedType.INT8.qmin(scheme.symmetry());
        qmax = halves ? PairBound.LIMIT / 2 : QuantizedType.INT8.qmax();
    }

    /**
     * Quantizes a matrix.
     *
     * @param matrix the weights, of rank 2
     * @param scheme how weights become integers
     * @param keepLayout whether the result lies as the weights are stored, not as they are read
     * @return the quantized weights
     * @throws MalformedModelException if a weight is NaN or infinite
     */
    static QuantizedWeights quantize(WeightMatrix matrix, WeightScheme scheme, boolean keepLayout)
            throws MalformedModelException {
        WeightQuantizer quantizer = new WeightQuantizer(matrix, scheme);
        float[] scales = new float[quantizer.columns.count()];
        byte[] zeroPoints = new byte[quantizer.isAsymmetric() ? scales.length : 0];
        if (quantizer.isAsymmetric()) {
            quantizer.chooseAsymmetric(scales, zeroPoints);
        } else {
            quantizer.chooseSymmetric(scales);
        }
        return quantizer.quantize(scales, zeroPoints, keepLayout && matrix.transposed());
    }

    /**
     * Returns the scales that a matrix is quantized with, without quantizing it.
     *
     * @param matrix the weights, of rank 2
     * @param scheme how weights become integers, with zero points of 0
     * @return one scale for each column
     * @throws MalformedModelException if a weight is NaN or infinite
     */
    static float[] symmetricScales(WeightMatrix matrix, WeightScheme scheme)
            throws MalformedModelException {
        WeightQuantizer quantizer = new WeightQuantizer(matrix, scheme);
        float[] scales = new float[quantizer.columns.count()];
        quantizer.chooseSymmetric(scales);
        return scales;
    }

    private boolean isAsymmetric() {
        return scheme.symmetry() == Symmetry.ASYMMETRIC;
    }

    private void chooseSymmetric(float[] scales) throws MalformedModelException {
        columns.forEach((n, column) -> scales[n] = columnScale(column));
        requireFinite(scales);
        if (!scheme.perChannel()) {
            float largest = 0f;
            for (float scale : scales) {
                largest = Math.max(largest, scale);
            }
            Arrays.fill(scales, largest);
        }
        for (int n = 0; n < scales.length; n++) {
            scales[n] = scales[n] > 0f ? scales[n] : 1f;
        }
    }

    /** Returns NaN if a weight is not finite, for the caller to name it; 0 if all weights are 0. */
    private float columnScale(float[] column) {
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
        return switch (scheme.range()) {
            case PORTABLE -> PairBound.smallestScale(column, scale);
            case CALIBRATED -> PairBound.smallestScale(column, scheme.levels(), scale);
            case FULL_RANGE -> scale;
        };
    }

    private void chooseAsymmetric(float[] scales, byte[] zeroPoints)
            throws MalformedModelException {
        float[] smallest = new float[columns.count()];
        float[] largest = new float[columns.count()];
        columns.forEach(
                (n, column) -> {
                    // 0 is inside, for it must be exact. NaN and infinities make the sum NaN.
                    for (float v : column) {
                        smallest[n] = Math.min(smallest[n], v);
                        largest[n] = Math.max(largest[n], v);
                    }
                    scales[n] = 0f * smallest[n] + 0f * largest[n];
                });
        requireFinite(scales);
        if (!scheme.perChannel()) {
            String name = matrix.stored().name();
            Arrays.fill(smallest, ValueRange.of(smallest, name).min());
            Arrays.fill(largest, ValueRange.of(largest, name).max());
        }
        for (int n = 0; n < columns.count(); n++) {
            float scale = (float) (((double) largest[n] - smallest[n]) / (qmax - qmin));
            boolean usable = scale >= Float.MIN_NORMAL;
            scales[n] = usable ? scale : 1f;
            zeroPoints[n] = usable ? (byte) Math.rint(qmin - (double) smallest[n] / scale) : 0;
        }
    }

    private void requireFinite(float[] perColumn) throws MalformedModelException {
        for (int n = 0; n < columns.count(); n++) {
            if (Float.isNaN(perColumn[n])) {
                throw notFinite(n);
            }
        }
    }

    private QuantizedWeights quantize(float[] scales, byte[] zeroPoints, boolean columnsFirst) {
        byte[] values = new byte[Math.multiplyExact(columns.rows(), columns.count())];
        double[] signal = new double[columns.count()];
        double[] noise = new double[columns.count()];
        int rowStride = columnsFirst ? 1 : columns.count();
        int columnStride = columnsFirst ? columns.rows() : 1;
        columns.forEach(
                (n, column) -> {
                    float scale = scales[n];
                    int zeroPoint = zeroPoints.length == 0 ? 0 : zeroPoints[n];
                    int at = n * columnStride;
                    for (float v : column) {
                        int q = AffineQuantizer.quantize(v, scale, zeroPoint, qmin, qmax);
                        values[at] = (byte) q;
                        at += rowStride;
                        double error = v - (double) AffineQuantizer.dequantize(q, scale, zeroPoint);
                        signal[n] += (double) v * v;
                        noise[n] += error * error;
                    }
                });
        double sqnr = 10 * Math.log10(Arrays.stream(signal).sum() / Arrays.stream(noise).sum());
        int groups = scheme.perChannel() ? columns.count() : 1;
        return new QuantizedWeights(
                values,
                Arrays.copyOf(scales, groups),
                Arrays.copyOf(zeroPoints, isAsymmetric() ? groups : 0),
                exactIfNaN(sqnr));
    }

    /** 0 / 0: weights that are all 0 lose nothing. */
    private static double exactIfNaN(double sqnr) {
        return Double.isNaN(sqnr) ? Double.POSITIVE_INFINITY : sqnr;
    }

    private MalformedModelException notFinite(int column) {
        int row = 0;
        float value;
        do {
            value = columns.get(row, column);
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
