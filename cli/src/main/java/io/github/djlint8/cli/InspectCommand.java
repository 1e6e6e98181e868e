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
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.inspect.ModelInspector;
import io.github.djlint8.onnx.inspect.ModelSummary;
import io.github.djlint8.onnx.inspect.ModelSummary.Port;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code djl-int8 inspect}: prints what a model is made of. */
@Command(
        name = "inspect",
        sortOptions = false,
        description = "Show operators, parameters, bytes and precision of an ONNX model.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  djl-int8 inspect model.onnx",
            "  djl-int8 inspect --format json model-int8.onnx | jq .layers"
        })
final class InspectCommand implements Callable<Integer> {

    @Parameters(paramLabel = "MODEL", description = "The ONNX model; .onnx.gz also works.")
    private Path model;

    @Mixin private FormatOption format;

    @Spec private CommandSpec spec;

    /** {@inheritDoc} */
    @Override
    public Integer call() throws IOException, MalformedModelException {
        ModelSummary summary = ModelInspector.inspect(OnnxModel.open(model));
        PrintWriter out = spec.commandLine().getOut();
        if (format.isJson()) {
            out.println(Json.report(summary));
        } else {
            printHead(out, summary);
            out.println();
            out.print(operators(summary));
            out.println();
            out.print(layers(summary));
        }
        return ExitCode.OK;
    }

    private void printHead(PrintWriter out, ModelSummary summary) throws IOException {
        TextTable head = new TextTable(model.toString(), ByteSize.format(Files.size(model)));
        head.row("producer", summary.producer().isBlank() ? "-" : summary.producer());
        head.row("IR version", summary.irVersion());
        summary.opsets().forEach((domain, v) -> head.row("operator set", domain + " " + v));
        summary.metadata().forEach((key, value) -> head.row("metadata", key + ": " + value));
        summary.inputs().forEach(port -> head.row("input", port(port)));
        summary.outputs().forEach(port -> head.row("output", port(port)));
        out.print(head);
    }

    private static String port(Port port) {
        return port.name() + " " + port.type() + port.shape();
    }

    private static TextTable operators(ModelSummary summary) {
        TextTable table = new TextTable("operator", "nodes");
        summary.operators().forEach(table::row);
        return table;
    }

    private static TextTable layers(ModelSummary summary) {
        TextTable table = new TextTable("layer", "parameters", "bytes", "stored as");
        for (ModelSummary.Layer layer : summary.layers()) {
            String precision = shares(layer.bytesByType(), layer.bytes());
            table.row(layer.name(), layer.parameters(), ByteSize.format(layer.bytes()), precision);
        }
        Map<ElementType, Long> totals =
                summary.totals().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().bytes()));
        table.row(
                "total",
                summary.parameters(),
                ByteSize.format(summary.bytes()),
                shares(totals, summary.bytes()));
        return table;
    }

    /** The shares of the element types, largest first, without those below a tenth of a percent. */
    private static String shares(Map<ElementType, Long> bytesByType, long bytes) {
        List<String> shares =
                bytesByType.entrySet().stream()
                        .filter(e -> e.getValue() * 1000 >= bytes)
                        .sorted(Map.Entry.<ElementType, Long>comparingByValue().reversed())
                        .map(e -> share(e.getKey(), e.getValue(), bytes))
                        .toList();
        return String.join(", ", shares);
    }

    private static String share(ElementType type, long part, long bytes) {
        return part == bytes
                ? type.toString()
                : String.format(Locale.ROOT, "%s %.1f %%", type, 100.0 * part / bytes);
    }
}
