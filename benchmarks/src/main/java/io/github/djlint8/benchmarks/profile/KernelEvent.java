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
package io.github.djlint8.benchmarks.profile;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * One execution of one operator.
 *
 * @param kind what it is there for
 * @param operations the multiplications and additions of a product with weights, else 0
 * @param begin when it began, in microseconds
 * @param micros how long it took
 */
record KernelEvent(OperatorKind kind, double operations, long begin, long micros) {

    private static final String SUFFIX = "_kernel_time";

    static boolean matches(String name) {
        return name.endsWith(SUFFIX);
    }

    static KernelEvent of(JsonObject event) {
        JsonObject args = event.getAsJsonObject("args");
        List<Long> input = firstShape(args, "input_type_shape");
        String name = event.get("name").getAsString();
        OperatorKind kind =
                OperatorKind.of(
                        args.get("op_name").getAsString(),
                        name.substring(0, name.length() - SUFFIX.length()),
                        input.size());
        double operations = 0;
        if (kind == OperatorKind.PRODUCT) {
            // packed weights are not among the inputs; the output has their columns
            List<Long> output = firstShape(args, "output_type_shape");
            operations = 2.0 * output.get(output.size() - 1);
            for (long dim : input) {
                operations *= dim;
            }
        }
        return new KernelEvent(
                kind, operations, event.get("ts").getAsLong(), event.get("dur").getAsLong());
    }

    long end() {
        return begin + micros;
    }

    private static List<Long> firstShape(JsonObject args, String key) {
        List<Long> dims = new ArrayList<>();
        JsonArray shapes = args.getAsJsonArray(key);
        if (shapes != null && !shapes.isEmpty()) {
            JsonObject typed = shapes.get(0).getAsJsonObject();
            for (JsonElement dim : typed.get(typed.keySet().iterator().next()).getAsJsonArray()) {
                dims.add(dim.getAsLong());
            }
        }
        return dims;
    }
}
