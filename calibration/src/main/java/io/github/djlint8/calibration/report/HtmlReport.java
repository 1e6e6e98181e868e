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

import io.github.djlint8.api.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes one HTML page of a {@link Report}, which refers to nothing outside itself.
 *
 * <p>The page needs no script, and its policy forbids any; whatever comes from models and corpora
 * is escaped. It is well-formed XML as well. Stateless and safe for use by many threads.
 */
public final class HtmlReport {

    private static final String STYLE = "report.css";
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";

    private HtmlReport() {}

    /**
     * Makes the page.
     *
     * @param report what to show
     * @return the page, the same for equal reports
     */
    public static String render(Report report) {
        List<Section> sections =
                Stream.<Section>of(
                                new SummarySection(report.evaluation()),
                                new TypeSection(report.evaluation()),
                                new LayerSection(report.evaluation().layers(), report.treatments()),
                                new ActivationSection(report.activations()),
                                new SearchSection(report.search()),
                                new FactSection(report.facts()))
                        .filter(section -> !section.isEmpty())
                        .toList();
        Markup out = new Markup();
        out.open("html", "lang", "en").line();
        head(out, report.title());
        out.open("body").line().open("header").element("h1", report.title());
        navigation(out, sections);
        out.close().line().open("main").line();
        sections.forEach(section -> section(out, section));
        out.close().line().close().line().close().line();
        return "<!DOCTYPE html>\n" + out;
    }

    /**
     * Writes the page; nothing half-written is left if that fails.
     *
     * @param report what to show
     * @param file the file, replaced if it exists
     * @throws IOException if the file cannot be written
     */
    public static void write(Report report, Path file) throws IOException {
        AtomicFile.writeString(file, render(report));
    }

    private static void head(Markup out, String title) {
        out.open("head").line().empty("meta", "charset", "utf-8").line();
        out.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY).line();
        out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        out.line().empty("meta", "name", "color-scheme", "content", "light dark").line();
        out.element("title", title).line().element("style", style()).line().close().line();
    }

    private static void navigation(Markup out, List<Section> sections) {
        out.open("nav");
        for (Section section : sections) {
            out.element("a", section.heading(), "href", "#" + section.id()).line();
        }
        out.close();
    }

    private static void section(Markup out, Section section) {
        out.open("section", "id", section.id()).element("h2", section.heading()).line();
        section.write(out);
        out.close().line();
    }

    private static String style() {
        try (InputStream in = HtmlReport.class.getResourceAsStream(STYLE)) {
            return "\n" + new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the resource " + STYLE, e);
        }
    }
}
