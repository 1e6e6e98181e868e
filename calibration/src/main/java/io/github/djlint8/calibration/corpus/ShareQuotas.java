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
package io.github.djlint8.calibration.corpus;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Divides a number by shares, with the largest remainders rounded up. */
final class ShareQuotas {

    private ShareQuotas() {}

    /**
     * Divides a number; what a part cannot take is divided among the others.
     *
     * @param size the number, at most the sum of what is available
     * @param shares the weight of each part
     * @param available how much each part can take
     * @return the parts; their sum is the number
     */
    static int[] divide(int size, double[] shares, int[] available) {
        int[] quotas = new int[shares.length];
        boolean[] full = new boolean[shares.length];
        int left = size;
        boolean filled = true;
        double sum = 0;
        while (filled) {
            filled = false;
            sum = openShares(shares, full);
            int round = left;
            for (int i = 0; i < quotas.length; i++) {
                if (!full[i] && round * (shares[i] / sum) >= available[i]) {
                    quotas[i] = available[i];
                    left -= available[i];
                    full[i] = true;
                    filled = true;
                }
            }
        }
        divideOpen(left, sum, shares, full, quotas);
        return quotas;
    }

    private static double openShares(double[] shares, boolean[] full) {
        return IntStream.range(0, shares.length)
                .filter(i -> !full[i])
                .mapToDouble(i -> shares[i])
                .sum();
    }

    private static void divideOpen(
            int size, double sum, double[] shares, boolean[] full, int[] quotas) {
        double[] remainders = new double[shares.length];
        int left = size;
        for (int i = 0; i < quotas.length; i++) {
            if (!full[i]) {
                double exact = size * (shares[i] / sum);
                quotas[i] = (int) exact;
                remainders[i] = exact - quotas[i];
                left -= quotas[i];
            }
        }
        int[] order =
                IntStream.range(0, shares.length)
                        .filter(i -> !full[i])
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> -remainders[i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        for (int i : Arrays.copyOf(order, Math.min(left, order.length))) {
            quotas[i]++;
        }
    }
}
