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
package io.github.djlint8.cli.train;

import io.github.djlint8.api.AtomicFile;
import io.github.djlint8.api.Digests;
import io.github.djlint8.calibration.card.Markdown;
import io.github.djlint8.cli.output.ByteSize;
import io.github.djlint8.training.bert.EncoderConfig;
import io.github.djlint8.training.tune.EpochResult;
import io.github.djlint8.zoo.text.CaseScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The page that stands in the folder of a tagger that was written: base, data, options, scores and
 * limits.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param command what the command was told
 * @param base what training started from, as the user named it
 * @param shape the encoder
 * @param cases how case reaches it
 * @param data the files
 * @param corpus what was read of them
 * @param score the name of the score
 * @param exported how the written tagger does; none if it is not written yet
 * @param training what training led to; none if the tagger was only pruned
 */
public record TrainingCard(
        CommandFacts command,
        String base,
        EncoderConfig shape,
        CaseScheme cases,
        TrainingData data,
        TrainingCorpus corpus,
        String score,
        Optional<ExportedScore> exported,
        Optional<TrainReport> training) {

    /** The name of the page. */
    public static final String FILE = "MODEL_CARD.md";

    /**
     * Creates the page of a tagger that was trained.
     *
     * @param command what the command was told
     * @param base what training started from, as the user named it
     * @param shape the encoder
     * @param cases how case reaches it
     * @param data the files
     * @param corpus what was read of them
     * @param report what training led to
     */
    public TrainingCard(
            CommandFacts command,
            String base,
            EncoderConfig shape,
            CaseScheme cases,
            TrainingData data,
            TrainingCorpus corpus,
            TrainReport report) {
        this(
                command,
                base,
                shape,
                cases,
                data,
                corpus,
                report.score(),
                report.exported(),
                Optional.of(report));
    }

    /**
     * Writes the page where training came to its end; nothing half-written is left if that fails.
     *
     * @param folder the folder of the tagger
     * @throws IOException if a file cannot be read or written
     */
    public void write(TaggerFolder folder) throws IOException {
        if (exported.isPresent()) {
            AtomicFile.writeString(folder.path().resolve(FILE), toMarkdown(folder));
        }
    }

    private String toMarkdown(TaggerFolder folder) throws IOException {
        Markdown page = new Markdown();
        page.heading(1, folder.path().toAbsolutePath().normalize().getFileName().toString());
        String how = training.isPresent() ? "trained" : "pruned and not trained";
        page.line("A tagger of words, " + how + " by " + command.version() + ".\n");
        facts(page, folder);
        data(page.heading(2, "Data"));
        command(page.heading(2, training.isPresent() ? "Training" : "Pruning"));
        training.ifPresent(t -> epochs(page, t));
        scores(page.heading(2, "Scores"), exported.orElseThrow());
        limits(page.heading(2, "Limits"));
        return page.toString();
    }

    private void facts(Markdown page, TaggerFolder folder) throws IOException {
        List<String> labels = new BaseFolder(folder.path()).labels().orElseThrow();
        page.head("", "");
        page.row(
                "base",
                String.format(
                        Locale.ROOT,
                        "`%s`: %d layers, width %d, %d sub-words",
                        base,
                        shape.layers(),
                        shape.hiddenSize(),
                        shape.vocabularySize()));
        page.row(
                "case",
                cases == CaseScheme.NONE
                        ? "as the sub-words have it"
                        : "an uncased encoder reads it from `" + cases.option() + "`");
        page.row("labels", String.join(" ", labels));
        training.ifPresent(
                t -> page.row("trained weights", String.format(Locale.ROOT, "%,d", t.trained())));
        file(page, folder.model());
        file(page, folder.quantized());
        file(page, folder.calibration());
        file(page, folder.path().resolve(TaggerFolder.DELTA));
    }

    private static void file(Markdown page, Path file) throws IOException {
        if (Files.exists(file)) {
            page.row(
                    "`" + file.getFileName() + "`",
                    ByteSize.format(Files.size(file)) + ", SHA-256 `" + Digests.of(file) + "`");
        }
    }

    private void data(Markdown page) throws IOException {
        page.head("", "file", "SHA-256");
        for (Path file : data.train()) {
            page.row("training", "`" + file.getFileName() + "`", "`" + Digests.of(file) + "`");
        }
        page.row(
                "development",
                "`" + data.dev().getFileName() + "`",
                "`" + Digests.of(data.dev()) + "`");
        page.line(
                String.format(
                        Locale.ROOT,
                        "%n%d sentences "
                                + (training.isPresent() ? "to train on" : "given to prune by")
                                + ", %d to score. Licence of the data: %s",
                        corpus.train().size(),
                        corpus.dev().size(),
                        data.license().orElse("not stated; `--data-license` writes it here.")));
    }

    private void command(Markdown page) {
        page.line("```\n" + command.command() + "\n```\n");
        page.head("option", "value");
        command.options().forEach((name, value) -> page.row("`" + name + "`", value));
        page.line("");
    }

    private void epochs(Markdown page, TrainReport report) {
        page.head("epoch", "steps", "loss", score + " of development");
        for (EpochResult epoch : report.result().epochs()) {
            page.row(
                    epoch.epoch(),
                    epoch.steps(),
                    String.format(Locale.ROOT, "%.4f", epoch.loss()),
                    percent(epoch.score()));
        }
        report.result()
                .best()
                .ifPresent(b -> page.line("\nThe weights are those of epoch " + b.epoch() + "."));
    }

    private void scores(Markdown page, ExportedScore exported) {
        page.line("The written model on the development corpus, words as annotated:\n");
        page.head("", score, "words tagged as by the weights in PyTorch");
        page.row("Float32", percent(exported.score()), percent(exported.agreement()));
        page.row(
                "INT8, " + exported.int8().ranges(),
                percent(exported.int8().score()),
                percent(exported.int8().agreement()));
    }

    private void limits(Markdown page) {
        page.line(
                training.isPresent()
                        ? "- The development corpus also chose the epoch, so its scores flatter."
                                + " `djl-int8 compare` measures a corpus that had no part in"
                                + " training."
                        : "- Nothing was trained after the pruning, which costs accuracy that"
                                + " training gains back.");
        page.line("- Text of another kind than the data, and other languages, were not measured.");
        page.line("- Words have one of the labels above; labels that the data lacks never come.");
        page.line(
                "- The encoder reads "
                        + shape.maxPositions()
                        + " sub-words at once; longer sentences are tagged in windows.");
        int lost = training.map(TrainReport::lostWords).orElse(0);
        if (lost > 0) {
            page.line(
                    "- "
                            + lost
                            + " words beyond the longest sequence were left out of training and"
                            + " development.");
        }
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
    }
}
