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
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples of one form that go through the model together, without padding.
 *
 * <p>Not safe for use by many threads.
 */
final class SampleBatch {

    private final List<Sample> samples = new ArrayList<>();

    /**
     * A sample with its place in the data.
     *
     * @param index the index in the order of reading, for errors
     * @param position the canonical position
     * @param input the arrays
     */
    record Sample(int index, int position, CalibrationInput input) {}

    void add(Sample sample) {
        samples.add(sample);
    }

    List<Sample> samples() {
        return samples;
    }

    int size() {
        return samples.size();
    }

    long elements() {
        return samples.isEmpty() ? 0 : size() * samples.get(0).input().elements();
    }

    /** Returns the number of rows along the first dimension of one sample. */
    long rowsOfEach() {
        return samples.get(0).input().arrays().get(0).dims()[0];
    }

    NDList toNDList(NDManager manager) {
        NDList list = new NDList();
        List<InputArray> first = samples.get(0).input().arrays();
        for (int a = 0; a < first.size(); a++) {
            list.add(join(manager, first.get(a), a));
        }
        return list;
    }

    private NDArray join(NDManager manager, InputArray first, int arrayIndex) {
        int bytes = first.data().remaining();
        ByteBuffer joined =
                ByteBuffer.allocateDirect(Math.multiplyExact(bytes, size()))
                        .order(ByteOrder.nativeOrder());
        samples.forEach(s -> joined.put(s.input().arrays().get(arrayIndex).data()));
        joined.flip();
        long[] dims = first.dims();
        dims[0] *= size();
        NDArray array = manager.create(joined, new Shape(dims), first.type());
        if (!first.name().isEmpty()) {
            array.setName(first.name());
        }
        return array;
    }
}
