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
package io.github.djlint8.api;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The text form of a calibration table: one line for each activation, columns divided by tabs.
 *
 * <pre>
 * # djl-int8 calibration table 1
 * # model-sha256 9f86...
 * # data-sha256 60303...
 * # samples 512
 * tensor  min  max  method  count  choice  channel-means  channel-absmax
 * </pre>
 *
 * <p>Numbers are written so that reading gives the same bits. The columns of channels hold
 * little-endian floats in base64, or {@code -}. A table with divided channels is one of version 2,
 * which has a column {@code channel-divisors} more; all others are of version 1. Lines that begin
 * with {@code #} and another word are comments. Stateless and safe for use by many threads.
 */
public final class CalibrationTableFormat {

    private static final String MAGIC = "# djl-int8 calibration table ";
    private static final List<String> HEADER_KEYS =
            List.of("model-sha256", "data-sha256", "samples");
    private static final int MAX_LINES = 1_000_000;

    private CalibrationTableFormat() {}

    /** A version of the format, with the names of its columns. */
    private enum Version {
        PLAIN("1", "tensor\tmin\tmax\tmethod\tcount\tchoice\tchannel-means\tchannel-absmax"),
        DIVIDED("2", PLAIN.columns + "\tchannel-divisors");

        private final String number;
        private final String columns;

        Version(String number, String columns) {
            this.number = number;
            this.columns = columns;
        }

        static Version of(CalibrationTable table) {
            boolean divided =
                    table.tensors().values().stream().anyMatch(TensorCalibration::isDivided);
            return divided ? DIVIDED : PLAIN;
        }

        static Version of(String firstLine, String source) {
            for (Version version : values()) {
                if (firstLine.equals(version.firstLine())) {
                    return version;
                }
            }
            throw new IllegalArgumentException(
                    source
                            + " is not a calibration table: its first line must be "
                            + PLAIN.firstLine()
                            + " or "
                            + DIVIDED.firstLine());
        }

        String firstLine() {
            return MAGIC + number;
        }

        String[] split(String line) {
            String[] found = line.split("\t", -1);
            int expected = columns.split("\t").length;
            if (found.length != expected) {
                throw new IllegalArgumentException(
                        "expected " + expected + " columns, found " + found.length);
            }
            return found;
        }
    }

    /**
     * Writes a table.
     *
     * @param table the table
     * @return its text, ending in a line break
     */
    public static String write(CalibrationTable table) {
        Version version = Version.of(table);
        StringBuilder out = new StringBuilder();
        out.append(version.firstLine()).append('\n');
        out.append("# model-sha256 ").append(table.modelHash()).append('\n');
        out.append("# data-sha256 ").append(table.dataHash()).append('\n');
        out.append("# samples ").append(table.samples()).append('\n');
        out.append(version.columns).append('\n');
        for (TensorCalibration t : table.tensors().values()) {
            requirePlain(t.tensor());
            out.append(t.tensor()).append('\t');
            out.append(t.range().min()).append('\t');
            out.append(t.range().max()).append('\t');
            out.append(t.method()).append('\t');
            out.append(t.count()).append('\t');
            out.append(t.choice().option()).append('\t');
            out.append(encode(t.channelMeans())).append('\t');
            out.append(encode(t.channelAbsMax()));
            if (version == Version.DIVIDED) {
                out.append('\t').append(encode(t.channelDivisors()));
            }
            out.append('\n');
        }
        return out.toString();
    }

    /**
     * Reads a table.
     *
     * @param text the text
     * @param source where it comes from, for errors
     * @return the table
     * @throws IllegalArgumentException if the text is not a table; the message names source and
     *     line
     */
    public static CalibrationTable read(String text, String source) {
        String[] lines = text.split("\r?\n", MAX_LINES);
        Version version = Version.of(lines[0], source);
        Map<String, String> header = new TreeMap<>();
        List<TensorCalibration> tensors = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            String line = lines[i];
            try {
                if (line.startsWith("#")) {
                    readHeader(line.substring(1).strip().split(" ", 2), header);
                } else if (!line.isBlank() && !line.equals(version.columns)) {
                    tensors.add(entry(version, line));
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        source + " line " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        try {
            return CalibrationTable.of(
                    required(header, "model-sha256"),
                    required(header, "data-sha256"),
                    wholeNumber("samples", required(header, "samples")),
                    tensors);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
        }
    }

    private static void readHeader(String[] words, Map<String, String> header) {
        boolean known = HEADER_KEYS.contains(words[0]);
        if (known && header.put(words[0], words.length == 2 ? words[1].strip() : "") != null) {
            throw new IllegalArgumentException("the line # " + words[0] + " is there twice");
        }
    }

    private static TensorCalibration entry(Version version, String line) {
        String[] columns = version.split(line);
        String tensor = columns[0];
        try {
            return new TensorCalibration(
                    tensor,
                    new ValueRange(number("min", columns[1]), number("max", columns[2])),
                    CalibrationMethod.parse(columns[3]),
                    wholeNumber("count", columns[4]),
                    choice(columns[5]),
                    decode("channel-means", columns[6]),
                    decode("channel-absmax", columns[7]),
                    version == Version.PLAIN
                            ? new float[0]
                            : decode("channel-divisors", columns[8]));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("tensor " + tensor + ": " + e.getMessage(), e);
        }
    }

    private static float number(String column, String text) {
        try {
            return Float.parseFloat(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(column + " must be a number, found " + text, e);
        }
    }

    private static long wholeNumber(String what, String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(what + " must be a whole number, found " + text, e);
        }
    }

    private static ActivationChoice choice(String text) {
        for (ActivationChoice choice : ActivationChoice.values()) {
            if (choice.option().equals(text.strip().toLowerCase(Locale.ROOT))) {
                return choice;
            }
        }
        throw new IllegalArgumentException("choice must be static, token or float, found " + text);
    }

    private static String required(Map<String, String> header, String key) {
        String value = header.get(key);
        if (value == null) {
            throw new IllegalArgumentException("the line # " + key + " is missing");
        }
        return value;
    }

    private static String encode(float[] values) {
        if (values.length == 0) {
            return "-";
        }
        ByteBuffer bytes =
                ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static float[] decode(String column, String text) {
        if (text.strip().equals("-")) {
            return new float[0];
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    column + " must be - or floats in base64: " + e.getMessage(), e);
        }
        if (bytes.length % Float.BYTES != 0) {
            throw new IllegalArgumentException(
                    column + " must hold whole floats, found " + bytes.length + " bytes");
        }
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    private static void requirePlain(String name) {
        if (name.indexOf('\t') >= 0 || name.indexOf('\n') >= 0 || name.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("Tensor name holds a tab or line break: " + name);
        }
        if (name.startsWith("#")) {
            throw new IllegalArgumentException("Tensor name begins with #: " + name);
        }
    }
}
