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
package io.github.djlint8.cli.calibrate;

import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.CalibrationMethod;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.TensorCalibration;
import io.github.djlint8.cli.output.CommandReport;
import io.github.djlint8.cli.output.TextTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a calibration run wrote. Not safe for use by many threads. */
public final class CalibrationReport implements CommandReport {

    private final Path model;
    private final double seconds;
    private final List<Entry> entries = new ArrayList<>();

    /**
     * Creates a report without tables.
     *
     * @param model the file of the float model
     * @param seconds how long the run took
     */
    public CalibrationReport(Path model, double seconds) {
        this.model = model;
        this.seconds = seconds;
    }

    private record Entry(CalibrationMethod method, Path file, CalibrationTable table) {

        long count(ActivationChoice choice) {
            return table.tensors().values().stream().filter(t -> t.choice() == choice).count();
        }
    }

    /**
     * Adds a table of the run.
     *
     * @param method how its ranges were found
     * @param file where it was written
     * @param table the table
     */
    public void add(CalibrationMethod method, Path file, CalibrationTable table) {
        entries.add(new Entry(method, file, table));
    }

    /** {@inheritDoc} */
    @Override
    public Map<String, Object> toMap() {
        CalibrationTable first = entries.get(0).table();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("model", model.toString());
        map.put("modelSha256", first.modelHash());
        map.put("dataSha256", first.dataHash());
        map.put("samples", first.samples());
        map.put("seconds", seconds);
        map.put("tables", entries.stream().map(CalibrationReport::toMap).toList());
        return map;
    }

    /** {@inheritDoc} */
    @Override
    public String toText() {
        StringBuilder text = new StringBuilder();
        if (entries.size() == 1) {
            text.append(tensors(entries.get(0).table())).append('\n');
        }
        for (Entry entry : entries) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%s: %s, %d activations static, %d by token%n",
                            entry.file(),
                            entry.method(),
                            entry.count(ActivationChoice.STATIC),
                            entry.count(ActivationChoice.TOKEN)));
        }
        CalibrationTable first = entries.get(0).table();
        return text.append(
                        String.format(
                                Locale.ROOT,
                                "%d samples observed in %.1f s%n",
                                first.samples(),
                                seconds))
                .toString();
    }

    private static Map<String, Object> toMap(Entry entry) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("file", entry.file().toString());
        map.put("method", entry.method().toString());
        map.put("static", entry.count(ActivationChoice.STATIC));
        map.put("token", entry.count(ActivationChoice.TOKEN));
        List<Map<String, Object>> tensors = new ArrayList<>();
        for (TensorCalibration tensor : entry.table().tensors().values()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("tensor", tensor.tensor());
            line.put("min", tensor.range().min());
            line.put("max", tensor.range().max());
            line.put("count", tensor.count());
            line.put("choice", tensor.choice().option());
            tensors.add(line);
        }
        map.put("tensors", tensors);
        return map;
    }

    private static TextTable tensors(CalibrationTable table) {
        TextTable text = new TextTable("tensor", "min", "max", "values", "quantized");
        for (TensorCalibration tensor : table.tensors().values()) {
            text.row(
                    tensor.tensor(),
                    tensor.range().min(),
                    tensor.range().max(),
                    tensor.count(),
                    tensor.choice().option());
        }
        return text;
    }
}
