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

import io.github.djlint8.api.AffineQuantizer;
import io.github.djlint8.api.Granularity;
import io.github.djlint8.api.QuantizationParameters;
import io.github.djlint8.api.QuantizedType;
import java.util.Arrays;

/**
 * Quantization of whole tensors by {@link AffineQuantizer}'s definition.
 *
 * <p>4-bit values are kept one to a byte, in INT8 and UINT8.
 */
final class Quantization {

    private Quantization() {}

    static DenseTensor quantize(DenseTensor x, QuantizationParameters parameters, String name) {
        if (!x.type().isFloating()) {
            throw new IllegalArgumentException(
                    "Cannot quantize array " + name + ": expected floating values, found " + x);
        }
        int[] groups = groups(x, parameters);
        QuantizedType type = parameters.type();
        DenseTensor result = DenseTensor.allocate(elementType(type), x.dims());
        for (int i = 0; i < groups.length; i++) {
            float value = (float) x.getDouble(i);
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException(
                        "Cannot quantize array "
                                + name
                                + ": element "
                                + i
                                + " of "
                                + x
                                + " is "
                                + value);
            }
            int group = groups[i];
            result.putLong(
                    i,
                    AffineQuantizer.quantize(
                            value, parameters.scale(group), parameters.zeroPoint(group), type));
        }
        return result;
    }

    static DenseTensor dequantize(DenseTensor q, QuantizationParameters parameters, String name) {
        ElementType expected = elementType(parameters.type());
        if (q.type() != expected) {
            throw new IllegalArgumentException(
                    "Cannot dequantize array "
                            + name
                            + ": expected "
                            + expected
                            + " values for "
                            + parameters.type()
                            + ", found "
                            + q);
        }
        int[] groups = groups(q, parameters);
        DenseTensor result = DenseTensor.allocate(ElementType.FLOAT32, q.dims());
        for (int i = 0; i < groups.length; i++) {
            int group = groups[i];
            result.putDouble(
                    i,
                    AffineQuantizer.dequantize(
                            (int) q.getLong(i),
                            parameters.scale(group),
                            parameters.zeroPoint(group)));
        }
        return result;
    }

    private static ElementType elementType(QuantizedType type) {
        return switch (type) {
            case INT8, INT4 -> ElementType.INT8;
            case UINT8, UINT4 -> ElementType.UINT8;
            case INT32 -> ElementType.INT32;
        };
    }

    /** Returns the group of every element. Blocks are numbered in row-major order. */
    private static int[] groups(DenseTensor x, QuantizationParameters parameters) {
        long[] groupDims = new long[x.rank()];
        Arrays.fill(groupDims, 1);
        int axis = 0;
        int block = 1;
        if (parameters.granularity() instanceof Granularity.PerAxis perAxis) {
            axis = requireAxis(perAxis.axis(), x);
            groupDims[axis] = x.dim(axis);
        } else if (parameters.granularity() instanceof Granularity.PerBlock perBlock) {
            axis = requireAxis(perBlock.axis(), x);
            block = perBlock.blockSize();
            groupDims = x.dims();
            groupDims[axis] = (x.dim(axis) + block - 1) / block;
        }
        int count = DenseTensor.elements(groupDims);
        if (count != parameters.size()) {
            throw new IllegalArgumentException(
                    "Expected "
                            + count
                            + " scales for "
                            + x
                            + " and "
                            + parameters.granularity()
                            + ", found "
                            + parameters.size());
        }
        return mapGroups(x, groupDims, axis, block);
    }

    private static int[] mapGroups(DenseTensor x, long[] groupDims, int axis, int block) {
        int[] strides = Strides.rowMajor(groupDims);
        for (int i = 0; i < strides.length; i++) {
            strides[i] = groupDims[i] == 1 ? 0 : strides[i];
        }
        if (block == 1) {
            return Strides.offsets(x.dims(), strides, 0);
        }
        int blockStride = strides[axis];
        strides[axis] = 0;
        int[] groups = Strides.offsets(x.dims(), strides, 0);
        Lanes lanes = Lanes.of(x, axis);
        for (int i = 0; i < groups.length; i++) {
            groups[i] += i / lanes.inner() % lanes.length() / block * blockStride;
        }
        return groups;
    }

    private static int requireAxis(int axis, DenseTensor x) {
        if (axis >= x.rank()) {
            throw new IllegalArgumentException("Axis " + axis + " is not an axis of " + x);
        }
        return axis;
    }
}
