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
package io.github.djlint8.training.distill;

import java.util.ArrayList;
import java.util.List;

/**
 * A layer of a student and the layer of its teacher whose hidden states it learns.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param student the number of the student's layer, from 1 on; 0 is the embeddings
 * @param teacher the number of the teacher's layer
 */
public record LayerPair(int student, int teacher) {

    /**
     * Creates a pair.
     *
     * @throws IllegalArgumentException if a number is negative
     */
    public LayerPair {
        if (student < 0 || teacher < 0) {
            throw new IllegalArgumentException(
                    "Layers must not be negative, found " + student + " and " + teacher);
        }
    }

    /**
     * Pairs as many layers as the smaller encoder has, evenly spread; the last layers are a pair.
     *
     * @param studentLayers the number of the student's layers
     * @param teacherLayers the number of the teacher's layers
     * @return the pairs in ascending order
     */
    public static List<LayerPair> uniform(int studentLayers, int teacherLayers) {
        int count = Math.min(studentLayers, teacherLayers);
        List<LayerPair> pairs = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            pairs.add(
                    new LayerPair(
                            spread(i, count, studentLayers), spread(i, count, teacherLayers)));
        }
        return pairs;
    }

    private static int spread(int number, int count, int layers) {
        return Math.round((float) number * layers / count);
    }
}
