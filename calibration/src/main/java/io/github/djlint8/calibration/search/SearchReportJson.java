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
package io.github.djlint8.calibration.search;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.djlint8.calibration.json.RecordJson;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads the JSON of a {@link SearchReport}.
 *
 * <p>Stateless and safe for use by many threads.
 */
public final class SearchReportJson {

    private SearchReportJson() {}

    /**
     * Reads a file.
     *
     * @param file the file
     * @return the report
     * @throws IOException if the file cannot be read, or is not the report of a search; the message
     *     names the entry that is missing or wrong
     */
    public static SearchReport read(Path file) throws IOException {
        String text = RecordJson.text(file);
        try {
            return RecordJson.read(JsonParser.parseString(text), SearchReport.class);
        } catch (JsonParseException e) {
            throw new IOException(file + " is not the report of a search: " + e.getMessage(), e);
        }
    }
}
