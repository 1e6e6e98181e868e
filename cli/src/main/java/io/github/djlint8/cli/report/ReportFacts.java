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
package io.github.djlint8.cli.report;

import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.calibration.CalibrationResult;
import io.github.djlint8.calibration.card.Provenance;
import io.github.djlint8.calibration.evaluate.EvaluatedCorpus;
import io.github.djlint8.calibration.evaluate.EvaluatedModel;
import io.github.djlint8.calibration.evaluate.Evaluation;
import io.github.djlint8.calibration.report.Fact;
import io.github.djlint8.calibration.report.FactGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gathers configuration and provenance for a report.
 *
 * <p>Not safe for use by many threads.
 */
public final class ReportFacts {

    private static final String SHA256 = "SHA-256";

    private final List<FactGroup> groups = new ArrayList<>();

    /**
     * Adds the models and the corpus that they were compared on.
     *
     * @param evaluation the comparison
     * @param provenance what the quantized model says of itself, if its file is at hand
     * @return this
     */
    public ReportFacts add(Evaluation evaluation, Optional<Provenance> provenance) {
        add("Original", model(evaluation.original()));
        List<Fact> quantized = model(evaluation.quantized());
        provenance.ifPresent(
                p -> p.own().forEach((name, value) -> addLine(quantized, name, value)));
        add("Quantized", quantized);
        EvaluatedCorpus corpus = evaluation.corpus();
        return add(
                "Test corpus",
                List.of(
                        new Fact("file", corpus.name()),
                        new Fact(SHA256, corpus.sha256()),
                        new Fact("sentences", String.valueOf(corpus.sentences())),
                        new Fact("words", String.valueOf(corpus.words()))));
    }

    /**
     * Adds the run that observed the activations.
     *
     * @param run what it observed
     * @param files what it read
     * @return this
     */
    public ReportFacts add(CalibrationResult run, List<String> files) {
        return add(
                "Observation of activations",
                List.of(
                        new Fact("files", String.join(", ", files)),
                        new Fact("SHA-256 of the inputs", run.dataHash()),
                        new Fact("samples", String.valueOf(run.samples())),
                        new Fact("model", run.modelHash())));
    }

    /**
     * Adds the table that the model was quantized by.
     *
     * @param table the table
     * @param file its file
     * @return this
     */
    public ReportFacts add(CalibrationTable table, String file) {
        return add(
                "Calibration table",
                List.of(
                        new Fact("file", file),
                        new Fact("model", table.modelHash()),
                        new Fact("SHA-256 of the inputs", table.dataHash()),
                        new Fact("samples", String.valueOf(table.samples())),
                        new Fact("activations", String.valueOf(table.tensors().size()))));
    }

    /**
     * Adds the versions of the software and the machine that times were measured on.
     *
     * @param versions a line for each piece of software
     * @return this
     */
    public ReportFacts addSoftware(String... versions) {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        int processors = Runtime.getRuntime().availableProcessors();
        return add(
                "Made with",
                List.of(
                        new Fact("software", String.join("; ", versions)),
                        new Fact("system", system + ", " + processors + " processors")));
    }

    /**
     * Returns all that was added.
     *
     * @return the groups, in their order
     */
    public List<FactGroup> groups() {
        return List.copyOf(groups);
    }

    private ReportFacts add(String title, List<Fact> facts) {
        groups.add(new FactGroup(title, facts));
        return this;
    }

    /** Lists with a line for each layer are left to the chart of layers. */
    private static void addLine(List<Fact> facts, String name, String value) {
        if (!value.contains("\n") && !value.contains("\t")) {
            facts.add(new Fact(name, value));
        }
    }

    private static List<Fact> model(EvaluatedModel model) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("model", model.name()));
        facts.add(new Fact(SHA256, model.sha256()));
        facts.add(new Fact("bytes", String.valueOf(model.fileBytes())));
        return facts;
    }
}
