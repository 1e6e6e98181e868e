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
package io.github.djlint8.cli.output;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;

/**
 * The one way in which the command writes JSON; NaN and infinities, which it lacks, are null.
 *
 * <p>Safe for use by many threads.
 */
public final class Json {

    private static final JsonSerializer<Double> FINITE =
            (value, type, context) ->
                    Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE;
    private static final GsonBuilder PLAIN =
            new GsonBuilder()
                    .disableHtmlEscaping()
                    .registerTypeAdapter(double.class, FINITE)
                    .registerTypeAdapter(Double.class, FINITE);
    private static final Gson LINE = PLAIN.create();
    private static final Gson REPORT = PLAIN.setPrettyPrinting().create();

    private Json() {}

    /**
     * Writes a value in one line, for streams of objects.
     *
     * @param value the value
     * @return the JSON text
     */
    public static String line(Object value) {
        return LINE.toJson(value);
    }

    /**
     * Writes a value with indentation, for one report.
     *
     * @param value the value
     * @return the JSON text
     */
    public static String report(Object value) {
        return REPORT.toJson(value);
    }
}
