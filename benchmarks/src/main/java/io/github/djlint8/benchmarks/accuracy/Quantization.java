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
package io.github.djlint8.benchmarks.accuracy;

import ai.djl.ModelException;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.CalibrationTableFormat;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.api.OptionParser;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.calibration.gate.ResidentMemory;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.quantize.DynamicQuantizer;
import io.github.djlint8.onnx.quantize.QuantizationResult;
import io.github.djlint8.onnx.quantize.StaticQuantizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Quantizes one model in a process of its own, so that its time and memory can be told.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param seconds from opening the float model to having written the other, in a fresh process
 * @param peakBytes the peak of the process's resident memory, mapped files and Java itself included
 */
public record Quantization(double seconds, long peakBytes) {

    private static final String HEAP = "-Xmx256m";
    private static final String NO_TABLE = "-";
    private static final int FIRST_OPTION = 3;

    /**
     * Runs the process.
     *
     * @param model the float model
     * @param table the calibration table; null for dynamic ranges
     * @param options the options of {@link DynamicConfig} or {@link StaticConfig}
     * @param target the file to write
     * @return what it took
     * @throws IOException if the process fails
     */
    public static Quantization run(Path model, Path table, Map<String, String> options, Path target)
            throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                HEAP,
                                "-cp",
                                System.getProperty("java.class.path"),
                                Quantization.class.getName(),
                                model.toString(),
                                table == null ? NO_TABLE : table.toString(),
                                target.toString()));
        options.forEach((key, value) -> command.add(key + "=" + value));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String out =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(
                        "Quantizing with " + options + " ended with " + process.exitValue());
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while quantizing with " + options, e);
        }
        String[] words = out.split(" ");
        return new Quantization(Double.parseDouble(words[0]), Long.parseLong(words[1]));
    }

    /**
     * Quantizes; what {@link #run} starts.
     *
     * @param args the float model, the table or {@code -}, the file to write, and options
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if the model cannot be quantized
     */
    public static void main(String[] args) throws IOException, ModelException {
        Map<String, String> options = new TreeMap<>();
        for (String option : Arrays.asList(args).subList(FIRST_OPTION, args.length)) {
            String[] pair = option.split("=", 2);
            options.put(pair[0], pair[1]);
        }
        long begin = System.nanoTime();
        OnnxModel model = OnnxModel.open(Path.of(args[0]));
        ModelWriter.write(quantize(model, args[1], options).model(), Path.of(args[2]));
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.println(seconds + " " + ResidentMemory.peakBytes().orElse(0));
    }

    private static QuantizationResult quantize(
            OnnxModel model, String table, Map<String, String> options)
            throws IOException, ModelException {
        OptionParser parser = new OptionParser("quantization", options);
        if (table.equals(NO_TABLE)) {
            DynamicConfig config = DynamicConfig.parse(parser);
            parser.finish();
            return DynamicQuantizer.quantize(model, config);
        }
        CalibrationTable ranges =
                CalibrationTableFormat.read(Files.readString(Path.of(table)), table);
        StaticConfig config = StaticConfig.parse(parser);
        parser.finish();
        return StaticQuantizer.quantize(model, ranges, config);
    }
}
