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

/** Probabilities of logits at a temperature, as logarithms. Stateless. */
final class Softening {

    private Softening() {}

    /**
     * Computes logarithms of softened probabilities.
     *
     * @param logits the array that holds the logits
     * @param begin where they begin
     * @param order the place of each label from there on
     * @param temperature what they are divided by
     * @return the logarithms in that order
     */
    static double[] logProbabilities(float[] logits, int begin, int[] order, float temperature) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int place : order) {
            highest = Math.max(highest, logits[begin + place] / (double) temperature);
        }
        double sum = 0;
        for (int place : order) {
            sum += Math.exp(logits[begin + place] / (double) temperature - highest);
        }
        double normalizer = highest + Math.log(sum);
        double[] logarithms = new double[order.length];
        for (int i = 0; i < order.length; i++) {
            logarithms[i] = logits[begin + order[i]] / (double) temperature - normalizer;
        }
        return logarithms;
    }
}
