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
package io.github.djlint8.calibration.gate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.translate.TranslateException;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks for NaN and infinities in the outputs of a model.
 *
 * <p>Works on arrays of any engine and copies nothing but their values. Not safe for use by many
 * threads.
 */
public final class FiniteCheck {

    private final Map<String, long[]> counts = new LinkedHashMap<>();

    /**
     * Looks at the outputs of one run; those that are not of floats are passed over.
     *
     * @param outputs the outputs, left as they are
     * @return this
     */
    public FiniteCheck add(NDList outputs) {
        for (int i = 0; i < outputs.size(); i++) {
            NDArray array = outputs.get(i);
            if (array.getDataType().isFloating()) {
                String name = array.getName() == null ? "output " + i : array.getName();
                count(array, counts.computeIfAbsent(name, k -> new long[3]));
            }
        }
        return this;
    }

    /**
     * Looks at values that were taken out of an output.
     *
     * @param output the name of the output
     * @param values the values
     * @return this
     */
    public FiniteCheck add(String output, float[] values) {
        count(FloatBuffer.wrap(values), counts.computeIfAbsent(output, k -> new long[3]));
        return this;
    }

    /**
     * Returns the outputs with values that are not finite.
     *
     * @return the outputs; none if all is well
     */
    public List<NonFiniteOutput> found() {
        return counts.entrySet().stream()
                .filter(e -> e.getValue()[0] + e.getValue()[1] > 0)
                .map(e -> output(e.getKey(), e.getValue()))
                .toList();
    }

    /**
     * Lets finite outputs pass.
     *
     * @throws TranslateException if a value was not finite; names the output and the numbers
     */
    public void require() throws TranslateException {
        List<NonFiniteOutput> found = found();
        if (!found.isEmpty()) {
            NonFiniteOutput first = found.get(0);
            throw new TranslateException(
                    "Expected finite values, found "
                            + first.nan()
                            + " NaN and "
                            + first.infinite()
                            + " infinite ones among the "
                            + first.values()
                            + " of "
                            + first.output()
                            + (found.size() > 1
                                    ? ", and more in " + (found.size() - 1) + " other outputs"
                                    : ""));
        }
    }

    private static void count(NDArray array, long[] counts) {
        if (array.getDataType() == DataType.FLOAT32) {
            count(array.toByteBuffer().asFloatBuffer(), counts);
            return;
        }
        for (Number value : array.toArray()) {
            count(value.doubleValue(), counts);
        }
    }

    private static void count(FloatBuffer values, long[] counts) {
        while (values.hasRemaining()) {
            count(values.get(), counts);
        }
    }

    private static void count(double value, long[] counts) {
        counts[2]++;
        if (Double.isNaN(value)) {
            counts[0]++;
        } else if (Double.isInfinite(value)) {
            counts[1]++;
        }
    }

    private static NonFiniteOutput output(String name, long[] counts) {
        return new NonFiniteOutput(name, counts[0], counts[1], counts[2]);
    }
}
