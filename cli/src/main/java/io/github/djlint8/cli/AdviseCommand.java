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
package io.github.djlint8.cli;

import ai.djl.MalformedModelException;
import io.github.djlint8.calibration.advice.Circumstances;
import io.github.djlint8.calibration.advice.DecisionHelper;
import io.github.djlint8.calibration.advice.DeviceKind;
import io.github.djlint8.calibration.advice.ModelKind;
import io.github.djlint8.calibration.gate.AccuracyGate;
import io.github.djlint8.cli.advise.AdviceReport;
import io.github.djlint8.engine.session.CpuFeatures;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.estimate.SizeEstimator;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code djl-int8 advise}: recommends how to run a model. */
@Command(
        name = "advise",
        sortOptions = false,
        description = {
            "Recommend how to run a model, with reasons: in float, in INT8 with dynamic or"
                    + " calibrated ranges, trained for INT8, or in INT4.",
            "",
            "These are rules of thumb, from the graph and the options; nothing is run. A gate and a"
                    + " benchmark decide. One point of accuracy may be lost unless"
                    + " --target-accuracy-loss says otherwise."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  djl-int8 advise --model pos-en-minilm --data-kind samples",
            "  djl-int8 advise --model model.onnx --device gpu --model-kind generator \\",
            "      --target-accuracy-loss 0.005 --format json"
        })
final class AdviseCommand implements Callable<Integer> {

    private static final double ONE_POINT = 0.01;

    @Mixin private FloatModelOption model;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            converter = OptionSpelling.Devices.class,
            completionCandidates = OptionSpelling.Devices.class,
            description =
                    "What the model is to run on: ${COMPLETION-CANDIDATES}; cpu-int8 has dot"
                            + " products of 8-bit integers (default: the processor here).")
    private DeviceKind device;

    @Option(
            names = "--model-kind",
            paramLabel = "KIND",
            converter = OptionSpelling.ModelKinds.class,
            completionCandidates = OptionSpelling.ModelKinds.class,
            description = "${COMPLETION-CANDIDATES} (default: found out from the graph).")
    private ModelKind kind;

    @Option(
            names = "--data-kind",
            paramLabel = "DATA",
            defaultValue = "none",
            converter = OptionSpelling.DataKinds.class,
            completionCandidates = OptionSpelling.DataKinds.class,
            description =
                    "What data there are: ${COMPLETION-CANDIDATES}; samples have no labels, training"
                            + " data do (default: ${DEFAULT-VALUE}).")
    private Circumstances.DataKind data;

    @Mixin private TargetLossOption accuracy;

    @Mixin private FormatOption format;

    @Spec private CommandSpec spec;

    /** {@inheritDoc} */
    @Override
    public Integer call() throws IOException, MalformedModelException {
        OnnxModel graph = OnnxModel.open(model.find().file());
        Circumstances circumstances =
                new Circumstances(
                        device == null ? host() : device,
                        kind == null ? ModelKind.of(graph.graph()) : kind,
                        SizeEstimator.builder().build().estimate(graph).parameters(),
                        accuracy.gate().map(AccuracyGate::targetAccuracyLoss).orElse(ONE_POINT),
                        data);
        format.print(
                new AdviceReport(
                        model.name(), circumstances, DecisionHelper.advise(circumstances)));
        return ExitCode.OK;
    }

    private DeviceKind host() {
        return CpuFeatures.byteProducts()
                .map(there -> there ? DeviceKind.CPU_INT8 : DeviceKind.CPU)
                .orElseThrow(
                        () ->
                                new ParameterException(
                                        spec.commandLine(),
                                        "What this processor can do is known on Linux only; name it"
                                                + " by --device"));
    }
}
