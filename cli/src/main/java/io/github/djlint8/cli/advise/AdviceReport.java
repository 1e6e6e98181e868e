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
package io.github.djlint8.cli.advise;

import io.github.djlint8.calibration.advice.Advice;
import io.github.djlint8.calibration.advice.Circumstances;
import io.github.djlint8.calibration.advice.ModelKind;
import io.github.djlint8.cli.output.CommandReport;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is recommended for a model, and what it was concluded from.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param model what the model is called
 * @param circumstances what the recommendation depends on
 * @param advice the recommendation
 */
public record AdviceReport(String model, Circumstances circumstances, Advice advice)
        implements CommandReport {

    /** {@inheritDoc} */
    @Override
    public String toText() {
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        "%s: %s of %,d parameters, on %s; a loss of %.2f points is allowed;"
                                + " data: %s%n%n",
                        model,
                        circumstances.model().option(),
                        circumstances.parameters(),
                        circumstances.device().option(),
                        100 * circumstances.tolerance(),
                        circumstances.data().option()));
        text.append(String.format("Recommended: %s%n", advice.recommendation().option()));
        advice.reasons().forEach(reason -> text.append(String.format("- %s.%n", reason)));
        next().ifPresent(command -> text.append(String.format("%nNext: %s%n", command)));
        return text.toString();
    }

    /** {@inheritDoc} */
    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("model", model);
        map.put("modelKind", circumstances.model().option());
        map.put("parameters", circumstances.parameters());
        map.put("device", circumstances.device().option());
        map.put("targetAccuracyLoss", circumstances.tolerance());
        map.put("dataKind", circumstances.data().option());
        map.put("recommendation", advice.recommendation().option());
        map.put("reasons", advice.reasons());
        next().ifPresent(command -> map.put("next", command));
        return map;
    }

    /** The command that does it, if this program can. */
    private Optional<String> next() {
        return switch (advice.recommendation()) {
            case FLOAT32, INT4 -> Optional.empty();
            case DYNAMIC ->
                    Optional.of("djl-int8 quantize --model " + model + " --output OUT.onnx");
            case STATIC ->
                    Optional.of(
                            "djl-int8 quantize --model "
                                    + model
                                    + " --calibration DATA --test GOLD --target-accuracy-loss "
                                    + circumstances.tolerance()
                                    + " --output OUT.onnx");
            case QUANTIZATION_AWARE_TRAINING ->
                    circumstances.model() == ModelKind.TRANSFORMER
                            ? Optional.of(
                                    "djl-int8 train --qat --base "
                                            + model
                                            + " --train TRAIN --dev DEV --task TASK --output OUT")
                            : Optional.empty();
        };
    }
}
