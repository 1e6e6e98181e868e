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

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.testng.annotations.Test;

/** Reports of searches as other tools read them. */
public class SearchReportJsonTest {

    private static final String TEXT =
            """
            {
              "gate": "an agreement of at least 0.998",
              "accepted": true,
              "layers": [
                {"name": "a", "readers": ["q", "k"], "choice": "float",
                 "divergence": {"static": 0.5, "token": null}}
              ],
              "trials": [
                {"tokenLayers": [], "floatLayers": ["a"], "divergence": 0.25, "agreement": 1,
                 "accuracyDifference": [-0.001, -0.002, 0], "weightBytes": 12, "cost": 1.0,
                 "optimal": true, "chosen": false}
              ]
            }
            """;

    @Test
    public void everyEntryIsRead() throws IOException {
        SearchReport report = SearchReportJson.read(file(TEXT));
        assertEquals(
                report,
                new SearchReport(
                        "an agreement of at least 0.998",
                        true,
                        List.of(
                                new SearchReport.Layer(
                                        "a",
                                        List.of("q", "k"),
                                        "float",
                                        Map.of("static", 0.5, "token", Double.NaN))),
                        List.of(
                                new SearchReport.Trial(
                                        List.of(),
                                        List.of("a"),
                                        0.25,
                                        1,
                                        List.of(-0.001, -0.002, 0.0),
                                        12,
                                        1,
                                        true,
                                        false))));
    }

    @Test
    public void whatIsWrongIsNamed() throws IOException {
        requireError("{}", "gate is missing");
        requireError("[]", "the whole must be an object");
        requireError("{\"gate\"", "is not the report of a search");
        requireError(TEXT.replace("12,", "1.5,"), "trials[0].weightBytes must be long");
        requireError(TEXT.replace("0.25", "\"x\""), "trials[0].divergence must be double");
        requireError(TEXT.replace("0.5", "\"x\""), "layers[0].divergence.static must be Double");
        expectThrows(
                NoSuchFileException.class, () -> SearchReportJson.read(Path.of("no-such-file")));
    }

    private static void requireError(String text, String part) throws IOException {
        Path file = file(text);
        IOException e = expectThrows(IOException.class, () -> SearchReportJson.read(file));
        assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    private static Path file(String text) throws IOException {
        Path file = Files.createTempFile("search", ".json");
        file.toFile().deleteOnExit();
        return Files.writeString(file, text);
    }
}
