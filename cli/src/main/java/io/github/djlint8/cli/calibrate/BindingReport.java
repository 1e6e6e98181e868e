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

import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.cli.output.CommandReport;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A table that was taken over to another file of its model.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param file where the table was written
 * @param model the file that it is for
 * @param table the table
 */
public record BindingReport(Path file, Path model, CalibrationTable table)
        implements CommandReport {

    /** {@inheritDoc} */
    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("table", file.toString());
        map.put("model", model.toString());
        map.put("modelSha256", table.modelHash());
        map.put("tensors", table.tensors().size());
        return map;
    }

    /** {@inheritDoc} */
    @Override
    public String toText() {
        return String.format(
                "%s: %d activations, for %s with the SHA-256 %s%n",
                file, table.tensors().size(), model, table.modelHash());
    }
}
