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

import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import io.github.djlint8.api.AtomicFile;
import io.github.djlint8.calibration.corpus.CorpusSource;
import io.github.djlint8.cli.calibrate.FloatModel;
import io.github.djlint8.cli.compare.ModelFolder;
import io.github.djlint8.cli.compare.TestCorpus;
import io.github.djlint8.cli.output.Json;
import io.github.djlint8.cli.pipeline.Pipeline;
import io.github.djlint8.cli.pipeline.PipelinePlan;
import io.github.djlint8.cli.pipeline.PipelineReport;
import io.github.djlint8.cli.pipeline.StepFailedException;
import io.github.djlint8.cli.pipeline.StepGate;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code djl-int8 pipeline}: prunes, distils, quantizes and compresses a tagger. */
@Command(
        name = "pipeline",
        sortOptions = false,
        description = {
            "Make a tagger small in steps: prune, distill, quantize, compress.",
            "",
            "PLAN is a JSON file with model, task, test, max-loss, train, dev, training and steps,"
                    + " a list of {\"run\": STEP, \"max-loss\": LOSS, OPTION: VALUE}; the options"
                    + " are those of the command of that name. After each step the model is"
                    + " measured beside the original, and the pipeline ends with exit code 1 if it"
                    + " lost more than is allowed. Each step has a folder in OUTPUT, which stays."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  djl-int8 pipeline plan.json --output small",
            "",
            "  with this plan.json:",
            "  {\"model\": \"my-tagger\", \"task\": \"ner\", \"train\": \"train.iob2\",",
            "   \"dev\": \"dev.iob2\", \"test\": \"test.iob2\", \"training\": {\"epochs\": 2},",
            "   \"steps\": [{\"run\": \"prune\", \"sparsity\": 0.3, \"max-loss\": 0.02},",
            "             {\"run\": \"distill\", \"student-size\": 0.5, \"max-loss\": 0.03},",
            "             {\"run\": \"quantize\", \"calibration\": \"train.iob2\"},",
            "             {\"run\": \"compress\"}]}"
        })
final class PipelineCommand implements Callable<Integer> {

    @Parameters(paramLabel = "PLAN", description = "The JSON file.")
    private Path plan;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "OUTPUT",
            description = "The folder to write.")
    private Path output;

    @Option(
            names = "--resume",
            description = "Go on in OUTPUT: steps that were accepted are not run again.")
    private boolean resume;

    @Option(names = "--force", description = "Begin anew where OUTPUT has files already.")
    private boolean force;

    @Mixin private FormatOption format;

    @Spec private CommandSpec spec;

    /** {@inheritDoc} */
    @Override
    public Integer call() throws IOException, ModelException, TranslateException {
        PipelinePlan planned = PipelinePlan.read(plan);
        if (!resume && !force) {
            FreshOutput.require(output, "begins anew");
        }
        Pipeline pipeline = new Pipeline(planned, gate(planned), output, resume, new InProcess());
        pipeline.check();
        Files.createDirectories(output);
        try {
            PipelineReport report = pipeline.run();
            AtomicFile.writeString(output.resolve("pipeline.json"), Json.report(report.toMap()));
            format.print(report);
            return report.accepted() ? ExitCode.OK : ExitCode.FAILURE;
        } catch (StepFailedException e) {
            spec.commandLine().getErr().println("djl-int8 pipeline: " + e.getMessage());
            return e.code();
        }
    }

    private StepGate gate(PipelinePlan planned) throws IOException {
        ModelFolder original = ModelFolder.ofFile(FloatModel.find(planned.model()).file());
        TrainingRunOptions.Task task = TrainingRunOptions.Task.parse(planned.task());
        TestCorpus test =
                TestCorpus.read(
                        CorpusSource.builder()
                                .setPath(planned.test())
                                .optColumn(task.column())
                                .build());
        test.requireTags();
        CorpusSelection.warnOfUnknown(original, test, spec);
        return new StepGate(original, planned.test(), test.sentences(), test.score());
    }

    /** Runs commands in this process. */
    private final class InProcess implements Pipeline.Runner {

        /** {@inheritDoc} */
        @Override
        public void check(List<String> arguments) {
            try {
                DjlInt8Command.commandLine().parseArgs(arguments.toArray(String[]::new));
            } catch (ParameterException e) {
                throw new ParameterException(
                        spec.commandLine(), "Step " + arguments.get(0) + ": " + e.getMessage(), e);
            }
        }

        /** {@inheritDoc} */
        @Override
        public void run(List<String> arguments, Path report)
                throws StepFailedException, IOException {
            StringWriter text = new StringWriter();
            CommandLine command =
                    DjlInt8Command.commandLine()
                            .setOut(new PrintWriter(text))
                            .setErr(spec.commandLine().getErr());
            int code = command.execute(arguments.toArray(String[]::new));
            command.getOut().flush();
            AtomicFile.writeString(report, text.toString());
            if (code != ExitCode.OK) {
                throw new StepFailedException(arguments.get(0), code);
            }
        }
    }
}
