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
package io.github.djlint8.calibration;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.github.djlint8.calibration.CalibrationTarget.Layout;
import io.github.djlint8.calibration.observer.SampleActivation;
import io.github.djlint8.calibration.observer.TensorObserver;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Cuts one activation of a batch into its samples and shows them to the observer.
 *
 * <p>Not safe for use by many threads.
 */
final class ActivationReader {

    private final CalibrationTarget target;
    private final SampleBatch batch;
    private final RowMask[] masks;
    private final long[] dims;
    private final FloatBuffer values;

    /**
     * Creates a reader.
     *
     * @param target the activation
     * @param array its values for the whole batch
     * @param batch the batch
     * @param masks the mask of each sample
     */
    ActivationReader(CalibrationTarget target, NDArray array, SampleBatch batch, RowMask[] masks) {
        this.target = target;
        this.batch = batch;
        this.masks = masks;
        if (array.getDataType() != DataType.FLOAT32) {
            throw new IllegalArgumentException(
                    "Tensor "
                            + target.tensor()
                            + " is of type "
                            + array.getDataType()
                            + ", only float32 models can be calibrated");
        }
        dims = array.getShape().getShape();
        requireBatchFirst();
        values = array.toByteBuffer(true).asFloatBuffer();
        dims[0] /= batch.size();
    }

    /**
     * Shows all samples to the observer of the tensor.
     *
     * @param observers gives the observer for a number of channels
     */
    void show(IntFunction<TensorObserver> observers) {
        int axis = target.layout() == Layout.CHANNELS_LAST ? dims.length - 1 : 1;
        int outer = product(0, axis);
        int channels = Math.toIntExact(dims[axis]);
        int inner = product(axis + 1, dims.length);
        int size = Math.multiplyExact(Math.multiplyExact(outer, channels), inner);
        if (size == 0) {
            return;
        }
        TensorObserver observer = observers.apply(channels);
        float[] sampleValues = new float[size];
        for (int i = 0; i < batch.size(); i++) {
            SampleBatch.Sample sample = batch.samples().get(i);
            values.get(sampleValues);
            boolean[] kept = masks[i] == null ? null : masks[i].forRows(target, dims, outer);
            try {
                synchronized (observer) {
                    observer.observe(
                            new SampleActivation(
                                    sample.position(), sampleValues, outer, channels, inner, kept));
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "Sample " + sample.index() + " of the calibration data: " + e.getMessage(),
                        e);
            }
        }
    }

    private void requireBatchFirst() {
        int least = target.layout() == Layout.CHANNELS_LAST ? 1 : 2;
        if (dims.length < least || dims[0] % (batch.size() * batch.rowsOfEach()) != 0) {
            throw new IllegalArgumentException(
                    "Tensor "
                            + target.tensor()
                            + " has the shape "
                            + Arrays.toString(dims)
                            + ", whose first dimension is not the batch of "
                            + batch.size()
                            + ": calibrate with batch size 1");
        }
    }

    private int product(int from, int to) {
        int product = 1;
        for (int i = from; i < to; i++) {
            product = Math.multiplyExact(product, Math.toIntExact(dims[i]));
        }
        return product;
    }
}
