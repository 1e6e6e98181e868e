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
import io.github.djlint8.calibration.evaluate.Evaluation;
import io.github.djlint8.calibration.evaluate.EvaluationJson;
import io.github.djlint8.calibration.gate.AccuracyGate;
import io.github.djlint8.calibration.gate.AccuracyLossException;
import io.github.djlint8.cli.compare.EvaluationReport;
import io.github.djlint8.cli.compare.ModelFolder;
import io.github.djlint8.cli.compare.ModelPair;
import io.github.djlint8.cli.compare.PairEvaluation;
import io.github.djlint8.cli.compare.TestCorpus;
import io.github.djlint8.cli.quantize.CardFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code djl-int8 evaluate}: what quantization costs a tagger, and what it gains. */
@Command(
        name = "evaluate",
        sortOptions = false,
        description = {
            "Measure what a quantized tagger loses against the original, and what it gains.",
            "",
            "Fails with exit code 1 if the loss is larger than --target-accuracy-loss."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  djl-int8 evaluate --original pos-en-minilm --quantized dynamic --test test.conllu",
            "  djl-int8 evaluate --original my-folder --quantized my-int8.onnx \\",
            "      --test test.iob2 --target-accuracy-loss 0.01 --layers --output evaluation.json"
        })
final class EvaluateCommand implements Callable<Integer> {

    @Option(
            names = "--original",
            required = true,
            paramLabel = "MODEL",
            description =
                    "A name from 'djl-int8 models', a folder with model.onnx, tokenizer.json and"
                            + " config.json, or an .onnx file with the other two beside it.")
    private String original;

    @Option(
            names = "--quantized",
            required = true,
            paramLabel = "MODEL",
            description =
                    "An .onnx file made from the original, a name or a folder as above, or what"
                            + " the engine makes of the original: dynamic or int8, then"
                            + " ,OPTION=VALUE.")
    private String quantized;

    @Option(
            names = "--test",
            required = true,
            paramLabel = "FILE",
            description = "The corpus, with gold tags.")
    private Path test;

    @Mixin private CorpusOptions corpus;

    @Mixin private TargetLossOption accuracy;

    @Option(names = "--layers", description = "Also measure the noise in the output of each layer.")
    private boolean layers;

    @Option(
            names = "--layer-samples",
            paramLabel = "N",
            defaultValue = "32",
            converter = AtLeastOne.class,
            description = "How many sentences --layers runs (default: ${DEFAULT-VALUE}).")
    private int layerSamples;

    @Option(
            names = "--memory",
            description = "Also measure the memory of a process that runs each model alone.")
    private boolean memory;

    @Mixin private ThreadsOption threads;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Also write all that was measured as JSON.")
    private Path output;

    @Option(
            names = "--card",
            description =
                    "Also write the evaluation into the card beside the quantized file, which must"
                            + " be one of 'djl-int8 quantize'.")
    private boolean card;

    @Mixin private OverwriteOption overwrite;

    @Mixin private FormatOption format;

    @Spec private CommandSpec spec;

    /** {@inheritDoc} */
    @Override
    public Integer call()
            throws IOException, ModelException, TranslateException, AccuracyLossException {
        if (output != null) {
            overwrite.requireWritable(output);
        }
        if (card && !ModelFolder.isFileName(quantized)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--card needs an ONNX file as --quantized, found " + quantized);
        }
        TestCorpus data = corpus.read(test);
        if (accuracy.gate().isPresent()) {
            data.requireTags();
        }
        ModelPair pair = ModelPair.find(original, quantized);
        corpus.warnOfUnknown(pair.folder(), data);
        PairEvaluation how =
                new PairEvaluation(
                        test,
                        data.sentences(),
                        data.score(),
                        accuracy.gate(),
                        layers ? layerSamples : 0,
                        memory);
        Evaluation evaluation = pair.run(threads.count(), how::run);
        print(evaluation);
        if (output != null) {
            EvaluationJson.write(evaluation, output);
        }
        if (card) {
            CardFile.write(Path.of(quantized), Optional.of(evaluation));
        }
        if (evaluation.gate().isPresent()) {
            AccuracyGate.require(evaluation.gate().get());
        }
        return ExitCode.OK;
    }

    private void print(Evaluation evaluation) {
        PrintWriter out = spec.commandLine().getOut();
        if (format.isJson()) {
            out.println(EvaluationJson.toJson(evaluation));
        } else {
            out.print(EvaluationReport.toText(evaluation));
        }
        out.flush();
    }
}
