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
package io.github.djlint8.cli.train;

import io.github.djlint8.calibration.evaluate.LabelledWords;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How far the logits of words are apart, as a share of the largest logit of the word.
 *
 * @param words the number of words
 * @param median the distance of the word in the middle
 * @param within the share of words at most a thousandth apart
 * @param agreement the share of words with the same label
 */
public record LogitDistance(int words, double median, double within, double agreement) {

    private static final double THOUSANDTH = 1e-3;

    /**
     * Compares words.
     *
     * @param expected the logits of some sentences
     * @param found other logits of the same sentences
     * @return the distance
     */
    static LogitDistance of(List<LabelledWords> expected, List<LabelledWords> found) {
        List<Double> distances = new ArrayList<>();
        int same = 0;
        for (int s = 0; s < expected.size(); s++) {
            float[] a = expected.get(s).logits();
            float[] b = found.get(s).logits();
            int words = expected.get(s).labels().size();
            for (int w = 0; w < words; w++) {
                int classes = a.length / words;
                distances.add(distance(a, b, w * classes, classes));
                String label = expected.get(s).labels().get(w);
                same += label.equals(found.get(s).labels().get(w)) ? 1 : 0;
            }
        }
        Collections.sort(distances);
        int count = Math.max(1, distances.size());
        long close = distances.stream().filter(d -> d <= THOUSANDTH).count();
        return new LogitDistance(
                distances.size(),
                distances.isEmpty() ? 0 : distances.get(distances.size() / 2),
                (double) close / count,
                (double) same / count);
    }

    private static double distance(float[] a, float[] b, int begin, int classes) {
        double error = 0;
        double largest = Float.MIN_NORMAL;
        for (int i = begin; i < begin + classes; i++) {
            error = Math.max(error, Math.abs((double) a[i] - b[i]));
            largest = Math.max(largest, Math.abs(a[i]));
        }
        return error / largest;
    }
}
