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
import io.github.djlint8.cli.output.ByteSize;
import io.github.djlint8.cli.output.Json;
import io.github.djlint8.cli.output.TextTable;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.estimate.SizeEstimate;
import io.github.djlint8.onnx.estimate.SizeEstimate.Size;
import io.github.djlint8.onnx.estimate.SizeEstimator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code djl-int8 estimate}: tells how large a model would be in other precisions. */
@Command(
        name = "estimate",
        sortOptions = false,
        description = {
            "Estimate file size and memory of an ONNX model in FP32, FP16, INT8 and INT4.",
            "Reads the graph only; nothing is quantized."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  djl-int8 estimate --model model.onnx",
            "  djl-int8 estimate --model model.onnx --batch 8 --sequence 64 --format json"
        })
final class EstimateCommand implements Callable<Integer> {

    @Option(
            names = "--model",
            required = true,
            paramLabel = "MODEL",
            description = "The float ONNX model; .onnx.gz also works.")
    private Path model;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "1",
            converter = AtLeastOne.class,
            description = "Sequences that run together (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--sequence",
            paramLabel = "N",
            defaultValue = "128",
            converter = AtLeastOne.class,
            description = "Tokens in each sequence (default: ${DEFAULT-VALUE}).")
    private int sequence;

    @Mixin private FormatOption format;

    @Spec private CommandSpec spec;

    /** {@inheritDoc} */
    @Override
    public Integer call() throws IOException, MalformedModelException {
        SizeEstimate estimate =
                SizeEstimator.builder()
                        .optBatch(batch)
                        .optSequence(sequence)
                        .build()
                        .estimate(OnnxModel.open(model));
        PrintWriter out = spec.commandLine().getOut();
        if (format.isJson()) {
            out.println(Json.report(asMap(estimate)));
        } else {
            print(out, estimate);
        }
        return ExitCode.OK;
    }

    private void print(PrintWriter out, SizeEstimate estimate) {
        out.printf(
                Locale.ROOT,
                "%s: %,d parameters. Memory for %d x %d tokens.%n%n",
                model,
                estimate.parameters(),
                estimate.batch(),
                estimate.sequence());
        TextTable table = new TextTable("precision", "file", "of FP32", "activations", "memory");
        long fp32 = estimate.size(SizeEstimate.Format.FP32).fileBytes();
        for (Size size : estimate.sizes()) {
            table.row(
                    size.format(),
                    ByteSize.format(size.fileBytes()),
                    String.format(Locale.ROOT, "%.1f %%", 100.0 * size.fileBytes() / fp32),
                    text(size.activationBytes()),
                    text(size.memoryBytes()));
        }
        out.print(table);
    }

    private static String text(OptionalLong bytes) {
        return bytes.isEmpty() ? "unknown" : ByteSize.format(bytes.getAsLong());
    }

    private Map<String, Object> asMap(SizeEstimate estimate) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("model", model.toString());
        map.put("parameters", estimate.parameters());
        map.put("batch", estimate.batch());
        map.put("sequence", estimate.sequence());
        List<Map<String, Object>> sizes = new ArrayList<>();
        for (Size size : estimate.sizes()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("precision", size.format().name());
            entry.put("fileBytes", size.fileBytes());
            size.activationBytes().ifPresent(bytes -> entry.put("activationBytes", bytes));
            size.memoryBytes().ifPresent(bytes -> entry.put("memoryBytes", bytes));
            sizes.add(entry);
        }
        map.put("sizes", sizes);
        return map;
    }
}
