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
import io.github.djlint8.api.ActivationScheme;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.api.WeightRange;
import io.github.djlint8.cli.output.ByteSize;
import io.github.djlint8.cli.output.Json;
import io.github.djlint8.cli.output.Progress;
import io.github.djlint8.cli.output.TextTable;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.quantize.DynamicQuantizer;
import io.github.djlint8.onnx.quantize.QuantizationReport;
import io.github.djlint8.onnx.quantize.QuantizationReport.Layer;
import io.github.djlint8.onnx.quantize.QuantizationResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code djl-int8 quantize}: writes the INT8 form of a float model and says what it did. */
@Command(
        name = "quantize",
        sortOptions = false,
        description = "Quantize a float ONNX model to INT8.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  djl-int8 quantize model.onnx model-int8.onnx",
            "  djl-int8 quantize --activations tensor --skip '*pooler*' in.onnx out.onnx",
            "  djl-int8 quantize --format json --force model.onnx model-int8.onnx.gz"
        })
final class QuantizeCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "IN", description = "The float model.")
    private Path in;

    @Parameters(
            index = "1",
            paramLabel = "OUT",
            description = "The INT8 model to write; compressed if the name ends in .gz.")
    private Path out;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "dynamic",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Mode mode;

    @Option(
            names = "--activations",
            paramLabel = "SCHEME",
            defaultValue = "token",
            converter = OptionSpelling.Activations.class,
            completionCandidates = OptionSpelling.Activations.class,
            description =
                    "Which activations share a scale: ${COMPLETION-CANDIDATES} (default:"
                            + " ${DEFAULT-VALUE}). With tensor a result depends on its batch.")
    private ActivationScheme activations;

    @Option(
            names = "--weights",
            paramLabel = "RANGE",
            defaultValue = "portable",
            converter = OptionSpelling.Weights.class,
            completionCandidates = OptionSpelling.Weights.class,
            description =
                    "How much of the int8 range weights use: ${COMPLETION-CANDIDATES} (default:"
                            + " ${DEFAULT-VALUE}). Portable gives the same bits on every processor.")
    private WeightRange weights;

    @Option(
            names = "--per-tensor",
            description = "One scale for each weight instead of one for each output channel.")
    private boolean perTensor;

    @Option(names = "--no-embeddings", description = "Leave embedding tables float.")
    private boolean noEmbeddings;

    @Option(
            names = "--no-fuse",
            description = "Keep attention and normalization as the separate nodes of the model.")
    private boolean noFuse;

    @Option(
            names = "--skip",
            paramLabel = "GLOB",
            split = ",",
            description =
                    "Leave nodes or weights of this name float; * and ? match any. Repeatable.")
    private List<String> skip = List.of();

    @Option(names = "--force", description = "Overwrite OUT if it exists.")
    private boolean force;

    @Mixin private FormatOption format;

    @Spec private CommandSpec spec;

    /** {@inheritDoc} */
    @Override
    public Integer call() throws IOException, MalformedModelException {
        requireWritable();
        DynamicConfig config =
                DynamicConfig.builder()
                        .optActivations(activations)
                        .optWeights(weights)
                        .optPerChannel(!perTensor)
                        .optEmbeddings(!noEmbeddings)
                        .optFuse(!noFuse)
                        .optSkip(skip)
                        .build();
        QuantizationResult result = quantize(config);
        print(config, result.report());
        return ExitCode.OK;
    }

    private QuantizationResult quantize(DynamicConfig config)
            throws IOException, MalformedModelException {
        try (Progress progress = Progress.start("Quantizing", Progress.UNKNOWN)) {
            OnnxModel model = OnnxModel.open(in);
            progress.accept(1);
            QuantizationResult result = DynamicQuantizer.quantize(model, config);
            progress.accept(2);
            boolean gzip = out.getFileName().toString().endsWith(".gz");
            ModelWriter.builder().optGzip(gzip).build().save(result.model(), out);
            return result;
        }
    }

    private void requireWritable() throws IOException {
        if (!Files.exists(out)) {
            return;
        }
        if (Files.exists(in) && Files.isSameFile(in, out)) {
            throw new ParameterException(
                    spec.commandLine(), "OUT is the same file as IN: " + in + "; choose another");
        }
        if (!force) {
            throw new FileAlreadyExistsException(out + " exists; --force overwrites it");
        }
    }

    private void print(DynamicConfig config, QuantizationReport report) throws IOException {
        PrintWriter writer = spec.commandLine().getOut();
        if (format.isJson()) {
            writer.println(Json.report(asMap(config, report)));
            return;
        }
        TextTable table = new TextTable("layer", "op", "shape", "precision", "SQNR dB", "kept");
        for (Layer layer : report.layers()) {
            table.row(
                    layer.node(),
                    layer.op(),
                    shape(layer),
                    layer.quantized() ? "int8" : "float: " + layer.reason(),
                    layer.quantized() ? String.format(Locale.ROOT, "%.1f", layer.sqnr()) : "-",
                    layer.bytesBefore() == 0
                            ? "-"
                            : percent(layer.bytesAfter(), layer.bytesBefore()));
        }
        writer.print(table);
        writer.printf(
                "%n%d layers in int8, %d float. Weights: %s -> %s. File: %s -> %s (%s)%n",
                report.quantizedLayers().size(),
                report.floatLayers().size(),
                ByteSize.format(report.bytesBefore()),
                ByteSize.format(report.bytesAfter()),
                ByteSize.format(Files.size(in)),
                ByteSize.format(Files.size(out)),
                percent(Files.size(out), Files.size(in)));
    }

    private Map<String, Object> asMap(DynamicConfig config, QuantizationReport report)
            throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("in", in.toString());
        map.put("out", out.toString());
        map.put("config", config.canonical());
        map.put("fileBytesBefore", Files.size(in));
        map.put("fileBytesAfter", Files.size(out));
        map.put("weightBytesBefore", report.bytesBefore());
        map.put("weightBytesAfter", report.bytesAfter());
        map.put("layers", report.layers());
        map.put("passes", report.passes());
        return map;
    }

    private static String shape(Layer layer) {
        return layer.shape().stream().map(String::valueOf).collect(Collectors.joining("x"));
    }

    private static String percent(long part, long whole) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }

    /** How the ranges of activations are found. */
    enum Mode {
        /** While the model runs; needs no data. */
        DYNAMIC;

        /** {@inheritDoc} */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
