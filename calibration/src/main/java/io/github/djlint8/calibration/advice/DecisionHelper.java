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
package io.github.djlint8.calibration.advice;

import io.github.djlint8.calibration.advice.Circumstances.DataKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Recommends how to run a model, by a table of rules of which the first that fits decides.
 *
 * <p>A rule of thumb for the start; {@link io.github.djlint8.calibration.gate.AccuracyGate} and a
 * benchmark on the device decide. Stateless and safe for use by many threads.
 */
public final class DecisionHelper {

    /** Below this a product takes so little time that quantizing its input costs as much. */
    private static final long TINY = 1_000_000;

    /** From here on a generator waits for memory, not for arithmetic. */
    private static final long LARGE = 500_000_000;

    /** Less than what any rounding of activations is sure to keep. */
    private static final double NO_LOSS = 0.0005;

    /** What INT8 without training keeps on nearly all models. */
    private static final double SMALL_LOSS = 0.005;

    private static final List<Rule> RULES = rules();

    private DecisionHelper() {}

    private record Rule(
            Predicate<Circumstances> fits, Recommendation recommendation, String reason) {}

    /**
     * Recommends how to run a model.
     *
     * @param circumstances what it depends on
     * @return the recommendation and its reasons
     */
    public static Advice advise(Circumstances circumstances) {
        Rule rule = RULES.stream().filter(r -> r.fits().test(circumstances)).findFirst().get();
        List<String> reasons = new ArrayList<>();
        reasons.add(rule.reason());
        reasons.addAll(remarks(circumstances, rule.recommendation()));
        return new Advice(rule.recommendation(), reasons);
    }

    private static List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        rules.add(
                new Rule(
                        c -> c.tolerance() == 0,
                        Recommendation.FLOAT32,
                        "Do not quantize: no loss at all is allowed, and every quantization"
                                + " changes some result"));
        rules.add(
                new Rule(
                        c -> c.model() == ModelKind.GENERATOR && c.parameters() >= LARGE,
                        Recommendation.INT4,
                        "A large generator waits for its weights; 4 bits are an eighth of the"
                                + " memory traffic, and its activations stay float"));
        rules.add(
                new Rule(
                        c -> c.device() == DeviceKind.GPU,
                        Recommendation.FLOAT32,
                        "Do not quantize: graphics processors are built for float, and the"
                                + " runtime's INT8 operators run on processors"));
        rules.add(
                new Rule(
                        c -> c.parameters() < TINY,
                        Recommendation.FLOAT32,
                        "Do not quantize: with less than "
                                + TINY
                                + " parameters the model is small and fast already, and"
                                + " quantizing activations costs as much time as it saves"));
        rules.add(
                new Rule(
                        c -> c.tolerance() < NO_LOSS && c.data() == DataKind.TRAINING,
                        Recommendation.QUANTIZATION_AWARE_TRAINING,
                        "So small a loss is only sure if the model learns the rounding, and there"
                                + " are data to train on"));
        rules.add(
                new Rule(
                        c -> c.tolerance() < NO_LOSS && c.data() == DataKind.NONE,
                        Recommendation.FLOAT32,
                        "Do not quantize: so small a loss can neither be promised nor, without"
                                + " data, be measured"));
        addModelRules(rules);
        return List.copyOf(rules);
    }

    private static void addModelRules(List<Rule> rules) {
        rules.add(
                new Rule(
                        c -> c.model() == ModelKind.RNN,
                        Recommendation.DYNAMIC,
                        "Recurrent layers feed their results back, so fixed ranges add up errors;"
                                + " ranges of each step do not"));
        rules.add(
                new Rule(
                        c -> c.model() == ModelKind.CNN && c.data() == DataKind.NONE,
                        Recommendation.FLOAT32,
                        "Do not quantize yet: convolutions need calibrated ranges, and there are"
                                + " no data; some hundred typical inputs are enough"));
        rules.add(
                new Rule(
                        c ->
                                c.model() == ModelKind.CNN
                                        && c.tolerance() < SMALL_LOSS
                                        && c.data() == DataKind.TRAINING,
                        Recommendation.QUANTIZATION_AWARE_TRAINING,
                        "Convolutions with few channels lose more than this tolerance to"
                                + " calibration alone, and there are data to train on"));
        rules.add(
                new Rule(
                        c -> c.model() == ModelKind.CNN,
                        Recommendation.STATIC,
                        "Convolutions keep their accuracy with calibrated ranges, and the inputs"
                                + " of one model are alike"));
        rules.add(
                new Rule(
                        c -> c.data() == DataKind.NONE,
                        Recommendation.DYNAMIC,
                        "Without data, scales that are computed while the model runs are the"
                                + " accurate choice; one scale for each token loses little"));
        rules.add(
                new Rule(
                        c -> true,
                        Recommendation.STATIC,
                        "With data, calibrated ranges where they are tame save the search for"
                                + " each token's scale, and the loss can be gated"));
    }

    private static List<String> remarks(Circumstances c, Recommendation recommendation) {
        List<String> remarks = new ArrayList<>();
        boolean int8 =
                recommendation != Recommendation.FLOAT32 && recommendation != Recommendation.INT4;
        if (int8 && c.device() == DeviceKind.CPU) {
            remarks.add(
                    "This processor has no 8-bit dot products: expect less gain in speed, and keep"
                            + " the portable weight range, which does not overflow on it");
        }
        if (int8 && c.tolerance() < NO_LOSS) {
            remarks.add("The tolerance is tight: gate on it and let a search leave layers float");
        }
        if (recommendation == Recommendation.FLOAT32 && c.device() == DeviceKind.GPU) {
            remarks.add("For a smaller model on this device use 16-bit floats");
        }
        if (int8 && c.data() == DataKind.NONE) {
            remarks.add("The loss is not known until it is measured on labelled data");
        }
        return remarks;
    }
}
