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
package io.github.djlint8.calibration.report;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import io.github.djlint8.api.CalibrationMethod;
import io.github.djlint8.api.TensorCalibration;
import io.github.djlint8.api.ValueRange;
import io.github.djlint8.calibration.evaluate.Evaluations;
import io.github.djlint8.calibration.gate.NonFiniteOutput;
import io.github.djlint8.calibration.metric.SqnrScore;
import io.github.djlint8.calibration.observer.HistogramCells;
import io.github.djlint8.calibration.search.LayerNoise;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.testng.annotations.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The page as a whole: well-formed, closed in itself, and deaf to what it quotes. */
public class HtmlReportTest {

    private static final String HOSTILE =
            "</code></style><script>alert('x')</script><img src=\"https://evil.example/a.png\"/>"
                    + "\" onload=\"x()&amp;&lt;\u0000\u001b[31m\u202e\ud800";

    @Test
    public void everySectionIsThereAndLinked() throws Exception {
        Document page = Pages.parse(HtmlReport.render(Reports.crowded()));
        List<String> ids = Pages.attributes(page, "section", "id");
        assertEquals(
                ids, List.of("summary", "types", "layers", "activations", "search", "provenance"));
        assertEquals(
                Pages.attributes(page, "a", "href"), ids.stream().map(id -> "#" + id).toList());
        assertEquals(page.getElementsByTagName("figure").getLength(), 12 + 3);
        assertEquals(page.getElementsByTagName("h1").getLength(), 1);
    }

    /** The range of divided channels says nothing about a histogram of undivided ones. */
    @Test
    public void rangesOfDividedChannelsAreNotDrawn() throws Exception {
        Report crowded = Reports.crowded();
        ReportedActivation still = crowded.activations().get(0);
        TensorCalibration divided = still.entry().orElseThrow().withDivisors(new float[] {2, 1});
        ReportedActivation other =
                new ReportedActivation(
                        still.tensor(),
                        still.values(),
                        still.cells(),
                        still.ranges(),
                        Optional.of(divided));
        for (boolean isDivided : new boolean[] {false, true}) {
            Report report =
                    new Report(
                            crowded.title(),
                            crowded.evaluation(),
                            crowded.treatments(),
                            List.of(isDivided ? other : still),
                            crowded.search(),
                            crowded.facts());
            Document page = Pages.parse(HtmlReport.render(report));
            assertEquals(Pages.attributes(page, "tr", "class").contains("used"), !isDivided);
            assertEquals(
                    Pages.texts(page, "small").stream().anyMatch(t -> t.contains("each divided")),
                    isDivided);
        }
    }

    @Test
    public void theSameReportGivesTheSamePage() {
        assertEquals(HtmlReport.render(Reports.crowded()), HtmlReport.render(Reports.crowded()));
    }

    @Test
    public void nothingIsLoadedFromElsewhere() throws Exception {
        String page = HtmlReport.render(Reports.crowded());
        assertFalse(page.contains("://"), "an address");
        assertFalse(page.contains("@import") || page.contains("url("), "a resource of the style");
        Document document = Pages.parse(page);
        NodeList all = document.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            String name = element.getTagName();
            assertFalse(
                    List.of("script", "link", "img", "iframe", "object", "embed", "image", "use")
                            .contains(name),
                    name);
            assertFalse(element.hasAttribute("src"), name);
            assertFalse(element.hasAttribute("style"), name);
            String href = element.getAttribute("href");
            assertTrue(href.isEmpty() || href.startsWith("#"), href);
        }
        assertTrue(page.contains("default-src 'none'; style-src 'unsafe-inline'"));
    }

    @Test
    public void theStyleIsReadAlikeByHtmlAndXml() {
        String page = HtmlReport.render(Reports.crowded());
        Matcher style = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL).matcher(page);
        assertTrue(style.find());
        // HTML takes the style as it stands, so that an escape would be a broken rule.
        assertFalse(style.group(1).matches("(?s).*[&<>].*"));
        assertTrue(style.group(1).contains("prefers-color-scheme: dark"));
        assertTrue(style.group(1).contains("@media print"));
    }

    @Test
    public void hostileNamesStayText() throws Exception {
        Report report =
                new Report(
                        HOSTILE,
                        Reports.withLayers(
                                Evaluations.untagged(
                                        List.of(new NonFiniteOutput(HOSTILE, 1, 2, 3))),
                                List.of(
                                        new LayerNoise(
                                                HOSTILE, HOSTILE, "t", new SqnrScore(1, 1, 1)))),
                        Map.of(HOSTILE, HOSTILE),
                        List.of(
                                new ReportedActivation(
                                        HOSTILE,
                                        1,
                                        new HistogramCells(0, 1, List.of(1L)),
                                        List.of(
                                                new ClipRange(
                                                        CalibrationMethod.MSE,
                                                        new ValueRange(0, 1))),
                                        Optional.empty())),
                        Optional.empty(),
                        List.of(new FactGroup(HOSTILE, List.of(new Fact(HOSTILE, HOSTILE)))));
        String page = HtmlReport.render(report);
        Document document = Pages.parse(page);
        assertEquals(document.getElementsByTagName("script").getLength(), 0);
        assertEquals(document.getElementsByTagName("img").getLength(), 0);
        assertFalse(page.contains("<script"), "an element that HTML would see");
        List<String> handlers = new ArrayList<>();
        NodeList all = document.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            for (int a = 0; a < all.item(i).getAttributes().getLength(); a++) {
                Node attribute = all.item(i).getAttributes().item(a);
                handlers.add(attribute.getNodeName());
            }
        }
        assertFalse(handlers.contains("onload"), "an attribute that a name made");
        // Control characters, a turn of direction and half a pair become the replacement mark.
        String shown =
                HOSTILE.replaceAll("[\u0000\u001b\u202e]", "\ufffd").replace('\ud800', '\ufffd');
        assertEquals(Pages.texts(document, "title").get(0), shown);
        assertEquals(Pages.texts(document, "h1").get(0), shown);
        assertEquals(Pages.texts(document, "code"), List.of("float", "int8", shown, shown));
        assertEquals(Pages.texts(document, "dd"), List.of(shown));
        assertTrue(Pages.attributes(document, "svg", "aria-label").get(2).endsWith(shown));
    }

    @Test
    public void whatWasNotMeasuredIsLeftOutOrSaid() throws Exception {
        Report report =
                new Report(
                        "plain",
                        Evaluations.untagged(List.of()),
                        Map.of(),
                        List.of(),
                        Optional.empty(),
                        List.of());
        Document page = Pages.parse(HtmlReport.render(report));
        assertEquals(Pages.attributes(page, "section", "id"), List.of("summary"));
        List<String> cells = Pages.texts(page, "td");
        assertTrue(cells.contains("not measured"), cells.toString());
        assertTrue(cells.contains("no gold tags"), cells.toString());
    }

    @Test
    public void anExistingFileIsReplacedAndAFailureLeavesNothing() throws IOException {
        Path folder = Files.createTempDirectory("report");
        Path file = folder.resolve("report.html");
        Files.writeString(file, "old");
        HtmlReport.write(Reports.crowded(), file);
        assertEquals(Files.readString(file), HtmlReport.render(Reports.crowded()));
        expectThrows(
                FileNotFoundException.class,
                () -> HtmlReport.write(Reports.crowded(), folder.resolve("none/report.html")));
        try (var files = Files.list(folder)) {
            assertEquals(files.toList(), List.of(file));
        }
    }
}
