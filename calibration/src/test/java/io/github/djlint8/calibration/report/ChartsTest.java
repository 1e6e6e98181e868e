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
import static org.testng.Assert.assertTrue;

import io.github.djlint8.api.ValueRange;
import io.github.djlint8.calibration.metric.SqnrScore;
import io.github.djlint8.calibration.observer.HistogramCells;
import io.github.djlint8.calibration.report.HistogramChart.Clip;
import io.github.djlint8.calibration.report.TrialChart.Dot;
import io.github.djlint8.calibration.search.LayerNoise;
import io.github.djlint8.calibration.search.SearchReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testng.annotations.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Lengths and positions in the charts, worked by hand. */
public class ChartsTest {

    @Test
    public void barsAreAsLongAsTheirDecibels() throws Exception {
        Markup out = new Markup();
        new LayerSection(
                        List.of(
                                layer("a", 1000, 1), // 30 dB
                                layer("b", 100_000, 1), // 50 dB
                                layer("c", 10, 1), // 10 dB
                                layer("d", 1, 100), // -20 dB
                                layer("e", 1, 0)), // no noise at all
                        Map.of("a", "static", "b", "-"))
                .write(out);
        Document page = Pages.parse(out);
        // The highest finite ratio, 50 dB, needs steps of 20 dB: the bars are of 60 dB.
        assertEquals(
                Pages.attributes(page, "rect", "width"),
                List.of("50%", "83.33%", "16.67%", "0%", "100%"));
        assertEquals(Pages.texts(page, "text"), List.of("0", "20", "40", "60"), "the scale above");
        assertEquals(
                Pages.attributes(page, "text", "x"), List.of("0%", "33.33%", "66.67%", "100%"));
        assertEquals(
                Pages.texts(page, "small"),
                List.of("MatMul, static", "MatMul", "MatMul", "MatMul", "MatMul"));
        List<String> rows = Pages.attributes(page, "tr", "class");
        assertEquals(rows.subList(1, 6), List.of("weak", "usual", "weak", "weak", "usual"));
        assertTrue(
                Pages.texts(page, "td")
                        .containsAll(List.of("30.0", "50.0", "10.0", "\u221220.0", "\u221E")));
    }

    @Test
    public void noLayersNoSection() {
        assertTrue(new LayerSection(List.of(), Map.of()).isEmpty());
        assertTrue(new ActivationSection(List.of()).isEmpty());
        assertTrue(new SearchSection(Optional.empty()).isEmpty());
    }

    @Test
    public void clipLinesStandAtTheirValues() throws Exception {
        // From -10 to 20 on 302 units, x = 48 to 350: a value is 302/30 units wide.
        HistogramCells cells = new HistogramCells(-10, 10, List.of(1L, 100L, 0L));
        Markup out = new Markup();
        new HistogramChart(
                        cells,
                        List.of(
                                new Clip("whole", "minmax", new ValueRange(-10, 20)),
                                new Clip("clipped", "used", new ValueRange(-2.5f, 12.5f))))
                .write(out, "title");
        Document page = Pages.parse(out);
        List<Element> ends = ofClass(page, "line", "end");
        assertEquals(
                ends.stream().map(e -> e.getAttribute("x1")).toList(),
                List.of("48", "350", "123.5", "274.5"));
        assertEquals(
                ends.stream().map(e -> e.getAttribute("x2")).toList(),
                List.of("48", "350", "123.5", "274.5"));
        Element bracket = ofClass(page, "line", "bracket").get(1);
        assertEquals(bracket.getAttribute("x1"), "123.5");
        assertEquals(bracket.getAttribute("x2"), "274.5");
        // The second row of 13 units below a margin of 4 has its middle at 4 + 19.5.
        assertEquals(bracket.getAttribute("y1"), "23.5");
        assertEquals(
                page.getElementsByTagName("svg")
                        .item(0)
                        .getAttributes()
                        .getNamedItem("aria-label")
                        .getNodeValue(),
                "title");
    }

    @Test
    public void countsStandOnALogarithmicAxis() throws Exception {
        HistogramCells cells = new HistogramCells(-10, 10, List.of(1L, 100L, 0L));
        Markup out = new Markup();
        new HistogramChart(cells, List.of()).write(out, "title");
        Document page = Pages.parse(out);
        // Plot from y = 9 (100) to 119 (0.5), log10(100 / 0.5) = 2.30103 decades in 110 units:
        // 1 stands log10(2) = 0.30103 decades or 14.39 units above the bottom, so at 104.61.
        String path = Pages.attributes(page, "path", "d").get(0);
        assertEquals(path, "M48 119H48V104.61H148.67V9H249.33V119H350V119Z");
    }

    @Test
    public void axesAreLabelled() throws Exception {
        Markup out = new Markup();
        new HistogramChart(new HistogramCells(0, 0.5, List.of(5L, 5_000L)), List.of())
                .write(out, "title");
        List<String> labels = Pages.texts(Pages.parse(out), "text");
        assertEquals(labels, List.of("1", "100", "10k", "0", "0.5", "1"));
    }

    @Test
    public void variantsStandAtCostAndDivergence() throws Exception {
        Markup out = new Markup();
        new TrialChart(
                        List.of(
                                new Dot(10, 0.1, "optimal", "cheap"),
                                new Dot(20, 0.2, "dominated", "worse"),
                                new Dot(30, 0.001, "optimal best", "near")))
                .write(out, "cost", "divergence");
        Document page = Pages.parse(out);
        // x from 60 to 342. y by quotients from 0.1 at 18 to 0.001 at 202: 0.2 lies above 0.1,
        // so the axis ends at 1, three decades of 61.33 units; log10(0.2 / 0.001) = 2.30103.
        assertEquals(Pages.attributes(page, "circle", "cx"), List.of("60", "201", "342"));
        assertEquals(Pages.attributes(page, "circle", "cy"), List.of("79.33", "60.87", "202"));
        assertEquals(Pages.texts(page, "title"), List.of("cheap", "worse", "near"));
        // The steps leave the dominated one out.
        assertEquals(Pages.attributes(page, "path", "d"), List.of("M60 79.33H342V202"));
    }

    @Test
    public void zeroDivergenceHasALineOfItsOwn() throws Exception {
        Markup out = new Markup();
        new TrialChart(
                        List.of(
                                new Dot(1, 0.01, "optimal", "a"),
                                new Dot(2, 0.0001, "optimal", "b"),
                                new Dot(3, 0, "optimal", "float")))
                .write(out, "cost", "divergence");
        Document page = Pages.parse(out);
        assertEquals(Pages.attributes(page, "circle", "cy"), List.of("18", "140.67", "202"));
        assertEquals(
                Pages.texts(page, "text").subList(0, 4), List.of("0", "0.0001", "0.001", "0.01"));
    }

    @Test
    public void whatIsNotANumberIsNotDrawn() throws Exception {
        Markup bars = new Markup();
        new LayerSection(List.of(layer("lost", Double.NaN, 1)), Map.of()).write(bars);
        assertEquals(Pages.attributes(Pages.parse(bars), "rect", "width"), List.of("0%"));
        SearchReport.Trial unknown =
                new SearchReport.Trial(
                        List.of(), List.of(), Double.NaN, 1, List.of(), 1, 0, true, true);
        SearchReport search = new SearchReport("gate", true, List.of(), List.of(unknown));
        assertTrue(new SearchSection(Optional.of(search)).isEmpty());
    }

    @Test
    public void aSingleVariantIsDrawn() throws Exception {
        Markup out = new Markup();
        new TrialChart(List.of(new Dot(5, 0, "optimal", "only"))).write(out, "cost", "divergence");
        assertEquals(Pages.attributes(Pages.parse(out), "circle", "cx"), List.of("60"));
    }

    private static LayerNoise layer(String name, double signal, double noise) {
        return new LayerNoise(name, "MatMul", name, new SqnrScore(signal, noise, 1));
    }

    private static List<Element> ofClass(Document page, String element, String style) {
        return Pages.elements(page, element).stream()
                .filter(e -> e.getAttribute("class").equals(style))
                .toList();
    }
}
