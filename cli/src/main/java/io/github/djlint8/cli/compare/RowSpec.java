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
package io.github.djlint8.cli.compare;

import io.github.djlint8.api.Precision;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one row of a comparison runs: {@code PRECISION[,OPTION=VALUE]...[@ENGINE]}, or an ONNX file
 * in place of the precision.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param text the row as it was written
 * @param file the ONNX file that takes the place of the model's own, run as it is
 * @param options the options of the engine, among them the precision
 * @param engine the name of the engine
 */
public record RowSpec(
        String text, Optional<Path> file, Map<String, String> options, String engine) {

    /** DJL's own engine, which runs a file as it is and knows no option of quantization. */
    public static final String PLAIN_ENGINE = "OnnxRuntime";

    private static final String INT8_ENGINE = "Int8";

    /** The option of the engine that names the precision. */
    public static final String PRECISION = "precision";

    /** Copies the options. */
    public RowSpec {
        options = Map.copyOf(options);
    }

    /**
     * Reads a row.
     *
     * @param text the row
     * @return what it says
     * @throws IllegalArgumentException if it is not written as a row is
     */
    public static RowSpec parse(String text) {
        int at = text.lastIndexOf('@');
        String what = at < 0 ? text : text.substring(0, at);
        String[] parts = what.split(",", -1);
        Optional<Precision> precision =
                Arrays.stream(Precision.values())
                        .filter(p -> p.option().equals(parts[0]))
                        .findFirst();
        if (precision.isEmpty() && !parts[0].contains(".onnx")) {
            throw new IllegalArgumentException(
                    "Row "
                            + text
                            + " must begin with "
                            + Arrays.stream(Precision.values())
                                    .map(Precision::option)
                                    .collect(Collectors.joining(", "))
                            + " or the name of an .onnx file");
        }
        boolean plain = precision.isEmpty() || precision.get() == Precision.FLOAT32;
        String usual = plain ? PLAIN_ENGINE : INT8_ENGINE;
        String engine = at < 0 ? usual : text.substring(at + 1);
        Map<String, String> options = options(text, List.of(parts).subList(1, parts.length));
        if (!engine.equals(PLAIN_ENGINE)) {
            // a float file that an engine were free to quantize would not run as it is
            options.put(PRECISION, precision.orElse(Precision.FLOAT32).option());
        }
        if (engine.equals(PLAIN_ENGINE) && !plain) {
            throw new IllegalArgumentException(
                    "Row " + text + ": the engine " + engine + " runs float32 and files only");
        }
        Optional<Path> file =
                precision.isPresent() ? Optional.empty() : Optional.of(Path.of(parts[0]));
        return new RowSpec(text, file, options, engine);
    }

    /**
     * Returns the row of a model folder in float.
     *
     * @param text what the row is called
     * @return the row
     */
    public static RowSpec floatRow(String text) {
        return new RowSpec(text, Optional.empty(), Map.of(), PLAIN_ENGINE);
    }

    /**
     * Returns the row of a model folder as the engine {@code Int8} runs it when nothing is said
     * about precision.
     *
     * @param text what the row is called
     * @return the row
     */
    public static RowSpec usual(String text) {
        return new RowSpec(text, Optional.empty(), Map.of(), INT8_ENGINE);
    }

    /**
     * Returns the row of an ONNX file that runs as it is in the engine that is meant for it.
     *
     * @param file the file; may be compressed
     * @param quantized whether it is a quantized model
     * @return the row
     */
    public static RowSpec ofFile(Path file, boolean quantized) {
        boolean own = quantized || file.toString().endsWith(".gz");
        return new RowSpec(
                file.toString(),
                Optional.of(file),
                own ? Map.of(PRECISION, Precision.FLOAT32.option()) : Map.of(),
                own ? INT8_ENGINE : PLAIN_ENGINE);
    }

    private static Map<String, String> options(String row, List<String> parts) {
        Map<String, String> options = new TreeMap<>();
        for (String part : parts) {
            int equals = part.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "Row " + row + " has " + part + " where OPTION=VALUE is expected");
            }
            options.put(part.substring(0, equals), part.substring(equals + 1));
        }
        return options;
    }
}
