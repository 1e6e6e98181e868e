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

import io.github.djlint8.calibration.corpus.CorpusFormat;
import io.github.djlint8.calibration.corpus.CorpusSource;
import io.github.djlint8.calibration.gate.AccuracyGate;
import io.github.djlint8.cli.compare.ModelFolder;
import io.github.djlint8.cli.compare.TestCorpus;
import io.github.djlint8.cli.quantize.QuantizationGate;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which loss of accuracy is allowed, and on what it is measured. */
final class GateOptions {

    @Option(
            names = "--target-accuracy-loss",
            paramLabel = "LOSS",
            converter = AccuracyGateConverter.class,
            description =
                    "Write nothing and fail with exit code 1 if accuracy or span F1 falls by more:"
                            + " a fraction of 1, so that 0.01 allows one point of a hundred.")
    private AccuracyGate accuracy;

    @Option(
            names = "--test",
            paramLabel = "FILE",
            description =
                    "A corpus with gold tags on which both models are evaluated (default with"
                            + " --target-accuracy-loss: the corpus of --calibration).")
    private Path test;

    @Option(
            names = "--test-format",
            paramLabel = "FORMAT",
            converter = OptionSpelling.CorpusFormats.class,
            completionCandidates = OptionSpelling.CorpusFormats.class,
            description =
                    "The format of --test: ${COMPLETION-CANDIDATES} (default: found out from the"
                            + " file).")
    private CorpusFormat testFormat;

    @Mixin private CorpusSelection selection;

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    /**
     * Reads the corpus and checks that the model can be evaluated on it.
     *
     * @param name what the float model is called
     * @param model its file
     * @param calibration the corpus of the calibration, if it is one
     * @param calibrationFormat its format, if it is not to be found out
     * @return the gate; empty if nothing is to be evaluated
     */
    Optional<QuantizationGate> gate(
            String name,
            Path model,
            Optional<Path> calibration,
            Optional<CorpusFormat> calibrationFormat)
            throws IOException {
        Optional<AccuracyGate> target = Optional.ofNullable(accuracy);
        if (test == null) {
            require(testFormat == null, "--test-format needs --test");
            require(target.isPresent() || !selection.given(), "--column and --limit need --test");
        }
        if (test == null && target.isEmpty()) {
            return Optional.empty();
        }
        CorpusSource.Builder builder =
                test == null
                        ? selection.source(standIn(calibration), calibrationFormat)
                        : selection.source(test, Optional.ofNullable(testFormat));
        TestCorpus corpus = TestCorpus.read(builder.build());
        corpus.requireTags();
        ModelFolder folder = ModelFolder.ofFile(model);
        selection.warnOfUnknown(folder, corpus);
        return Optional.of(
                new QuantizationGate(
                        folder,
                        name,
                        corpus.source().path(),
                        corpus.sentences(),
                        corpus.score(),
                        target));
    }

    private Path standIn(Optional<Path> calibration) {
        require(
                calibration.isPresent(),
                "--target-accuracy-loss needs --test, a corpus with gold tags");
        err().println("Note: without --test the loss is measured on the calibration data");
        return calibration.get();
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
