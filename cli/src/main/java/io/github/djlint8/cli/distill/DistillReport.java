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
package io.github.djlint8.cli.distill;

import ai.djl.MalformedModelException;
import io.github.djlint8.cli.output.ByteSize;
import io.github.djlint8.cli.output.CommandReport;
import io.github.djlint8.cli.output.TextTable;
import io.github.djlint8.cli.train.TrainReport;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.inspect.ModelInspector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a distillation led to.
 *
 * @param training the training of the student
 * @param models the teacher, and the student if its training came to an end
 */
public record DistillReport(TrainReport training, List<Row> models) implements CommandReport {

    /** Copies the list. */
    public DistillReport {
        models = List.copyOf(models);
    }

    /**
     * One of the models.
     *
     * @param model the teacher or the student
     * @param score its score on the held-out corpus, in ONNX Runtime
     * @param parameters the number of its parameters
     * @param bytes the size of its file
     */
    public record Row(String model, double score, long parameters, long bytes) {

        private static Row of(String model, double score, Path file)
                throws IOException, MalformedModelException {
            long parameters = ModelInspector.inspect(OnnxModel.open(file)).parameters();
            return new Row(model, score, parameters, Files.size(file));
        }
    }

    static DistillReport of(
            TrainReport training, TeacherModel teacher, double teacherScore, Path student)
            throws IOException, MalformedModelException {
        List<Row> rows = new ArrayList<>();
        rows.add(Row.of("teacher", teacherScore, teacher.model().file()));
        if (training.exported().isPresent()) {
            rows.add(Row.of("student", training.exported().get().score(), student));
        }
        return new DistillReport(training, rows);
    }

    /** {@inheritDoc} */
    @Override
    public String toText() {
        TextTable table = new TextTable("model", training.score(), "parameters", "size");
        for (Row row : models) {
            table.row(
                    row.model,
                    String.format(Locale.ROOT, "%.4f", row.score),
                    String.format(Locale.ROOT, "%.1f M", row.parameters / 1e6),
                    ByteSize.format(row.bytes));
        }
        return training.toText() + System.lineSeparator() + table;
    }

    /** {@inheritDoc} */
    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>(training.toMap());
        map.put("models", models);
        return map;
    }
}
