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
package io.github.djlint8.cli.quantize;

import io.github.djlint8.api.QuantizationConfig;
import io.github.djlint8.calibration.evaluate.Evaluation;
import io.github.djlint8.calibration.evaluate.EvaluationJson;
import io.github.djlint8.cli.compare.EvaluationReport;
import io.github.djlint8.cli.output.ByteSize;
import io.github.djlint8.cli.output.CommandReport;
import io.github.djlint8.cli.output.TextTable;
import io.github.djlint8.onnx.quantize.QuantizationReport;
import io.github.djlint8.onnx.quantize.QuantizationReport.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A float file, the quantized one made from it, and what became of each layer.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param in the float model
 * @param out the quantized model
 * @param config how it was quantized
 * @param report what became of the layers
 * @param evaluation what was measured of both; empty if there was nothing to measure on
 */
public record QuantizedFile(
        Path in,
        Path out,
        QuantizationConfig config,
        QuantizationReport report,
        Optional<Evaluation> evaluation)
        implements CommandReport {

    /** {@inheritDoc} */
    @Override
    public String toText() throws IOException {
        TextTable table = new TextTable("layer", "op", "shape", "precision", "SQNR dB", "kept");
        for (Layer layer : report.layers()) {
            table.row(
                    layer.node(),
                    layer.op(),
                    layer.shape().stream().map(String::valueOf).collect(Collectors.joining("x")),
                    precision(layer),
                    layer.quantized() ? String.format(Locale.ROOT, "%.1f", layer.sqnr()) : "-",
                    layer.bytesBefore() == 0
                            ? "-"
                            : percent(layer.bytesAfter(), layer.bytesBefore()));
        }
        return table
                + String.format(
                        Locale.ROOT,
                        "%n%d layers in int8, %d float. Weights: %s -> %s. File: %s -> %s (%s)%n",
                        report.quantizedLayers().size(),
                        report.floatLayers().size(),
                        ByteSize.format(report.bytesBefore()),
                        ByteSize.format(report.bytesAfter()),
                        ByteSize.format(Files.size(in)),
                        ByteSize.format(Files.size(out)),
                        percent(Files.size(out), Files.size(in)))
                + report.unfused().stream()
                        .map(part -> "Not fused: " + part + System.lineSeparator())
                        .collect(Collectors.joining())
                + evaluation.map(e -> "\n" + EvaluationReport.toText(e)).orElse("");
    }

    /** {@inheritDoc} */
    @Override
    public Map<String, Object> toMap() throws IOException {
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
        map.put("unfused", report.unfused());
        evaluation.ifPresent(e -> map.put("evaluation", EvaluationJson.toTree(e)));
        return map;
    }

    private static String precision(Layer layer) {
        if (!layer.quantized()) {
            return "float: " + layer.reason();
        }
        return layer.activations().isEmpty() ? "int8" : "int8, " + layer.activations();
    }

    private static String percent(long part, long whole) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }
}
