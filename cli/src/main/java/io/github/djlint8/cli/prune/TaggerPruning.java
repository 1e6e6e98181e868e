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
package io.github.djlint8.cli.prune;

import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import com.google.gson.JsonObject;
import io.github.djlint8.api.AtomicFile;
import io.github.djlint8.api.Digests;
import io.github.djlint8.calibration.evaluate.LabelledWords;
import io.github.djlint8.calibration.metric.TagScore;
import io.github.djlint8.cli.output.Json;
import io.github.djlint8.cli.output.Progress;
import io.github.djlint8.cli.train.BaseFolder;
import io.github.djlint8.cli.train.BlockLogits;
import io.github.djlint8.cli.train.CorpusEncoder;
import io.github.djlint8.cli.train.ExportedScore;
import io.github.djlint8.cli.train.TagMetric;
import io.github.djlint8.cli.train.TaggerFolder;
import io.github.djlint8.cli.train.TaggerTraining;
import io.github.djlint8.cli.train.TrainReport;
import io.github.djlint8.cli.train.TrainingCorpus;
import io.github.djlint8.cli.train.WrittenTagger;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.training.TaggerModel;
import io.github.djlint8.training.bert.EncoderConfig;
import io.github.djlint8.training.data.EncodedSentence;
import io.github.djlint8.training.prune.GraphPruner;
import io.github.djlint8.training.prune.ImportanceScores;
import io.github.djlint8.training.prune.MagnitudeImportance;
import io.github.djlint8.training.prune.PruningPlan;
import io.github.djlint8.training.prune.TaylorImportance;
import io.github.djlint8.training.prune.WeightZeroing;
import io.github.djlint8.zoo.recipe.ModelPreparer;
import io.github.djlint8.zoo.text.SubwordEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Prunes a tagger, trains it on, and writes it to a folder.
 *
 * <p>Not safe for use by many threads.
 */
public final class TaggerPruning {

    private final TrainedTagger tagger;
    private final PruningSettings settings;
    private final TrainingCorpus corpus;
    private final TagScore score;
    private final TagMetric metric;

    /**
     * Creates a pruning.
     *
     * @param tagger the tagger to prune
     * @param settings what goes
     * @param corpus the sentences
     * @param score how tags are scored
     * @throws IllegalArgumentException if the tagger does not know a tag of the corpus
     */
    public TaggerPruning(
            TrainedTagger tagger, PruningSettings settings, TrainingCorpus corpus, TagScore score) {
        this.tagger = tagger;
        this.settings = settings;
        this.corpus = tagger.relabel(corpus);
        this.score = score;
        metric = new TagMetric(score, tagger.labels());
    }

    /**
     * Prunes and trains.
     *
     * @param training how to train
     * @param dropout the dropout of the training, none to leave that of the tagger
     * @param output the folder to write, which must be there
     * @param scratch an empty folder
     * @return what came of it
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if the tagger or a checkpoint is malformed
     * @throws TranslateException if the written model fails
     */
    public PruneReport run(
            TaggerTraining.Settings training,
            Optional<Float> dropout,
            TaggerFolder output,
            Path scratch)
            throws IOException, ModelException, TranslateException {
        EncoderConfig whole = tagger.shape();
        String identity = identity(training.config().seed());
        boolean known = training.resume() && Files.exists(output.path().resolve(PruningFile.NAME));
        PruningFile file = known ? PruningFile.read(output.path()) : null;
        if (known && !file.identity().equals(identity)) {
            throw new IllegalArgumentException(
                    output.path()
                            + " has the pruning "
                            + file.identity()
                            + ", which cannot go on as "
                            + identity);
        }
        Choice choice = known ? new Choice(file.plan(), file.original()) : choose(training, whole);
        TrainedTagger pruned = write(choice.plan, scratch);
        Labelled labelled =
                known && settings.tune() ? new Labelled(file.pruned(), List.of()) : label(pruned);
        new PruningFile(identity, choice.plan, choice.original, labelled.score)
                .write(output.path());
        List<Stage> stages = new ArrayList<>();
        stages.add(tagger.stage("original", choice.original));
        stages.add(pruned.stage("pruned", labelled.score));
        Optional<TrainReport> report = Optional.empty();
        Optional<ExportedScore> exported;
        if (settings.tune()) {
            EncoderConfig shape = pruned.shape();
            report =
                    Optional.of(
                            new TaggerTraining(training, corpus, score, output)
                                    .run(
                                            pruned.folder(),
                                            dropout.map(shape::withDropout).orElse(shape)));
            exported = report.get().exported();
        } else {
            exported = Optional.of(writeUntrained(pruned.folder(), labelled.words, output));
        }
        if (report.isPresent() && exported.isPresent()) {
            double tuned = report.get().result().best().orElseThrow().score();
            stages.add(
                    new Stage(
                            "fine-tuned",
                            stages.get(1).parameters(),
                            Files.size(output.model()),
                            tuned));
        }
        return new PruneReport(
                score.option(), stages, settings, whole, choice.plan, report, exported);
    }

    private ExportedScore writeUntrained(
            BaseFolder folder, List<LabelledWords> words, TaggerFolder output)
            throws IOException, ModelException, TranslateException {
        output.write(
                OnnxModel.open(model(folder.path())),
                folder,
                tagger.labels(),
                tagger.folder().caseScheme());
        return new WrittenTagger(output, corpus, metric).score(words);
    }

    /** Scores the tagger and chooses what goes. */
    private Choice choose(TaggerTraining.Settings training, EncoderConfig whole)
            throws IOException, ModelException {
        try (TaggerModel model = tagger.load()) {
            double original = label(model).score;
            if (settings.singleWeights()) {
                return new Choice(PruningPlan.first(whole), original);
            }
            ImportanceScores scores =
                    settings.importance() == Importance.MAGNITUDE
                            ? MagnitudeImportance.measure(tagger.folder().weights(), whole)
                            : measure(model, training.config().seed());
            return new Choice(settings.planner().plan(scores, whole), original);
        }
    }

    private ImportanceScores measure(TaggerModel model, long seed) throws IOException {
        List<EncodedSentence> sentences = new ArrayList<>(encode(model, true));
        Collections.shuffle(sentences, new Random(seed));
        int count = Math.min(settings.sentences(), sentences.size());
        try (Progress bar = Progress.start("Measuring importance", count)) {
            return TaylorImportance.measure(model, sentences.subList(0, count), bar::accept);
        }
    }

    /** Writes the pruned tagger as a base that is trained like any other. */
    private TrainedTagger write(PruningPlan plan, Path folder) throws IOException, ModelException {
        BaseFolder base = tagger.folder();
        OnnxModel whole;
        if (Files.isRegularFile(model(base.path()))) {
            whole = OnnxModel.open(model(base.path()));
        } else {
            try (TaggerModel model = tagger.load()) {
                whole = base.export(model);
            }
        }
        EncoderConfig shape = tagger.shape();
        OnnxModel smaller =
                settings.singleWeights()
                        ? new WeightZeroing(settings.planner().sparsity())
                                .apply(whole, shape.layers())
                        : new GraphPruner(plan).prune(whole);
        ModelWriter.write(smaller, model(folder));
        String tokenizer = "tokenizer.json";
        Files.copy(base.path().resolve(tokenizer), folder.resolve(tokenizer));
        JsonObject config = base.json();
        plan.shape(shape).writeShapes(config);
        AtomicFile.writeString(folder.resolve("config.json"), Json.report(config));
        return new TrainedTagger(new BaseFolder(folder), tagger.labels());
    }

    private Labelled label(TrainedTagger some) throws IOException, ModelException {
        try (TaggerModel model = some.load()) {
            return label(model);
        }
    }

    private Labelled label(TaggerModel model) throws IOException {
        List<EncodedSentence> dev = encode(model, false);
        List<LabelledWords> words = BlockLogits.of(model, dev);
        return new Labelled(metric.ofWords(dev, words), words);
    }

    private List<EncodedSentence> encode(TaggerModel model, boolean train) throws IOException {
        try (SubwordEncoder tokenizer = SubwordEncoder.open(tagger.folder().path())) {
            return new CorpusEncoder(
                            tokenizer,
                            tagger.folder().caseScheme(),
                            tagger.labels(),
                            model.config().maxPositions())
                    .encode(train ? corpus.train() : corpus.dev());
        }
    }

    private String identity(long seed) throws IOException {
        Path model = model(tagger.folder().path());
        return String.join(
                " ",
                "of",
                Files.isRegularFile(model)
                        ? Digests.of(model)
                        : tagger.folder().path().toAbsolutePath().toString(),
                "by",
                settings.toString(),
                "seed",
                String.valueOf(seed));
    }

    private static Path model(Path folder) {
        return folder.resolve(ModelPreparer.MODEL_FILE);
    }

    /** What stays, and the score before. */
    private record Choice(PruningPlan plan, double original) {}

    /** What a tagger says about the development corpus, and its score. */
    private record Labelled(double score, List<LabelledWords> words) {}
}
