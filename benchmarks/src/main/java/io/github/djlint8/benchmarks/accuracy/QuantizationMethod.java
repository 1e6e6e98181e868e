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
package io.github.djlint8.benchmarks.accuracy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A way to quantize that is measured.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param name the name in the table
 * @param ranges the calibration method of the table; empty for dynamic ranges
 * @param options the options of the dynamic or static configuration
 */
record QuantizationMethod(String name, Optional<String> ranges, Map<String, String> options) {

    private static final String SMOOTH = "smoothQuant=off";
    private static final String HYBRID_OFF = "hybrid=off";
    private static final String BIAS = "biasCorrection=false";
    private static final String SYMMETRIC = "activationSymmetry=symmetric";

    QuantizationMethod {
        options = Map.copyOf(options);
    }

    /**
     * Returns what is compared by method.
     *
     * <p>All but the hybrid are without smoothing: it moves channels, after which a range that was
     * clipped by a method no longer clips what the method meant.
     */
    static List<QuantizationMethod> methods() {
        List<QuantizationMethod> methods = new ArrayList<>();
        methods.add(ofDynamic("dynamic, token", "activations=token"));
        methods.add(ofDynamic("dynamic, tensor", "activations=tensor"));
        methods.add(ofTable("static, min-max", "minmax", HYBRID_OFF, SMOOTH));
        methods.add(ofTable("static, percentile 99.99", "percentile:99.99", HYBRID_OFF, SMOOTH));
        methods.add(ofTable("static, entropy", "entropy", HYBRID_OFF, SMOOTH));
        methods.add(ofTable("static, MSE", "mse", HYBRID_OFF, SMOOTH));
        methods.add(ofTable("hybrid (default)", "minmax"));
        return methods;
    }

    /** Returns the default built up step by step, and then with one part taken out. */
    static List<QuantizationMethod> ablation() {
        return List.of(
                ofTable("static, symmetric", "minmax", SYMMETRIC, BIAS, SMOOTH, HYBRID_OFF),
                ofTable("+ asymmetric", "minmax", BIAS, SMOOTH, HYBRID_OFF),
                ofTable("+ bias correction", "minmax", SMOOTH, HYBRID_OFF),
                ofTable("+ SmoothQuant", "minmax", HYBRID_OFF),
                ofTable("+ hybrid = default", "minmax"),
                ofTable("default, symmetric", "minmax", SYMMETRIC),
                ofTable("default, no bias correction", "minmax", BIAS),
                ofTable("default, no SmoothQuant", "minmax", SMOOTH),
                ofTable("default, no hybrid", "minmax", HYBRID_OFF));
    }

    /** Returns whether both make the same of a model. */
    boolean isSame(QuantizationMethod other) {
        return ranges.equals(other.ranges) && options.equals(other.options);
    }

    private static QuantizationMethod ofDynamic(String name, String... options) {
        return new QuantizationMethod(name, Optional.empty(), map(options));
    }

    private static QuantizationMethod ofTable(String name, String ranges, String... options) {
        return new QuantizationMethod(name, Optional.of(ranges), map(options));
    }

    private static Map<String, String> map(String... options) {
        Map<String, String> map = new TreeMap<>();
        for (String option : options) {
            String[] pair = option.split("=", 2);
            map.put(pair[0], pair[1]);
        }
        return map;
    }
}
