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
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.cli.calibrate.BindingReport;
import io.github.djlint8.cli.calibrate.FloatModel;
import io.github.djlint8.cli.calibrate.TableFile;
import io.github.djlint8.onnx.TableBinding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code djl-int8 rebind}: takes a calibration table over to another file of the same model. */
@Command(
        name = "rebind",
        sortOptions = false,
        description = {
            "Take a calibration table over to another file of the same model.",
            "",
            "A table is for one file, to the bit, and is refused for any other. This writes it for"
                    + " a file with the same graph, other metadata or external data, and weights"
                    + " that differ by rounding at most; anything else is refused."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  djl-int8 rebind --calibration my-tagger/model-calibration.tsv --from my-tagger \\",
            "      --to pos-en-bert-base-qat --output calibration.tsv"
        })
final class RebindCommand implements Callable<Integer> {

    @Option(
            names = "--calibration",
            required = true,
            paramLabel = "TABLE",
            description = "The table.")
    private Path calibration;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "MODEL",
            description =
                    "The float model that the table was made for: a name from 'djl-int8 models', a"
                            + " folder with model.onnx, or an ONNX file.")
    private String from;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "MODEL",
            description = "The same model in another file, named likewise.")
    private String to;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "TABLE",
            description = "The table to write.")
    private Path output;

    @Mixin private OverwriteOption overwrite;

    @Mixin private FormatOption format;

    /** {@inheritDoc} */
    @Override
    public Integer call() throws IOException, MalformedModelException {
        CalibrationTable table = new TableFile(calibration).read();
        overwrite.requireWritable(output);
        Path source = FloatModel.find(from).file();
        Path target = FloatModel.find(to).file();
        CalibrationTable bound = TableBinding.rebind(table, source, target);
        new TableFile(output).write(bound);
        format.print(new BindingReport(output, target, bound));
        return ExitCode.OK;
    }
}
