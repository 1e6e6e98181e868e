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
package io.github.djlint8.cli.distill;

import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.calibration.metric.TagScore;
import io.github.djlint8.cli.train.BaseFolder;
import io.github.djlint8.cli.train.QuantizationStart;
import io.github.djlint8.cli.train.TagMetric;
import io.github.djlint8.cli.train.TaggerFolder;
import io.github.djlint8.cli.train.TaggerTraining;
import io.github.djlint8.cli.train.TrainReport;
import io.github.djlint8.cli.train.TrainingCorpus;
import io.github.djlint8.training.bert.EncoderConfig;
import io.github.djlint8.training.distill.DistillationConfig;
import io.github.djlint8.training.distill.DistillationObjective;
import io.github.djlint8.training.distill.LayerPair;
import io.github.djlint8.training.distill.TeacherFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Runs a teacher over a corpus once and trains a student on what it says.
 *
 * <p>Not safe for use by many threads.
 *
 * @param teacher the teacher
 * @param config what the student minimizes
 * @param layers the layers whose hidden states it learns; all of the smaller encoder if empty
 * @param cache the folder where the outputs of the teacher are kept, null to keep them with the
 *     checkpoints
 * @param settings how it is trained
 * @param ranges the ranges to begin with where it is trained for INT8
 */
public record Distillation(
        TeacherModel teacher,
        DistillationConfig config,
        List<LayerPair> layers,
        Path cache,
        TaggerTraining.Settings settings,
        Optional<QuantizationStart> ranges) {

    /** Copies the list. */
    public Distillation {
        layers = List.copyOf(layers);
    }

    /**
     * Distils.
     *
     * @param corpus the sentences with tags
     * @param unlabelled sentences of which only the teacher says something
     * @param score how tags are scored
     * @param base what the student starts from
     * @param shape its shape
     * @param output the folder to write
     * @return what came of it
     * @throws IllegalArgumentException if the teacher does not know a label of the corpus
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if teacher, base or a checkpoint is malformed
     * @throws TranslateException if the teacher or the written model fails
     */
    public DistillReport run(
            TrainingCorpus corpus,
            List<TaggedSentence> unlabelled,
            TagScore score,
            BaseFolder base,
            EncoderConfig shape,
            TaggerFolder output)
            throws IOException, ModelException, TranslateException {
        teacher.requireKnown(corpus.labels());
        List<String> labels = studentLabels(base);
        List<TaggedSentence> sentences = new ArrayList<>(corpus.train());
        for (TaggedSentence sentence : unlabelled) {
            // The label only marks where words begin; its weight is 0.
            List<String> tags = Collections.nCopies(sentence.size(), labels.get(0));
            sentences.add(TaggedSentence.of(sentence.words(), tags));
        }
        TagMetric metric = new TagMetric(score, labels);
        double teacherScore = teacher.score(corpus.dev(), metric);
        List<LayerPair> pairs = pairs(shape);
        Path kept = cache == null ? output.checkpoints() : Files.createDirectories(cache);
        try (TeacherFile said = teacher.outputs(sentences, pairs, kept)) {
            TaggerTraining training =
                    new TaggerTraining(
                                    settings,
                                    new TrainingCorpus(sentences, corpus.dev(), labels),
                                    score,
                                    output)
                            .withObjective(
                                    train ->
                                            DistillationObjective.builder()
                                                    .setTeacher(said, teacher.labels())
                                                    .setStudentLabels(labels)
                                                    .setSentences(train, corpus.train().size())
                                                    .optConfig(config)
                                                    .optHidden(pairs, shape.hiddenSize())
                                                    .build());
            ranges.ifPresent(training::withQuantization);
            TrainReport report = training.run(base, shape);
            return DistillReport.of(report, teacher, teacherScore, output.model());
        }
    }

    /** A base that knows the same labels keeps their order, since its classifier has it. */
    private List<String> studentLabels(BaseFolder base) throws IOException {
        List<String> known = base.labels().orElse(List.of());
        boolean same =
                known.size() == teacher.labels().size()
                        && new HashSet<>(known).equals(new HashSet<>(teacher.labels()));
        return same ? known : teacher.labels();
    }

    private List<LayerPair> pairs(EncoderConfig shape) throws IOException, ModelException {
        if (config.hiddenWeight() == 0) {
            return List.of();
        }
        return layers.isEmpty()
                ? LayerPair.uniform(shape.layers(), teacher.folder().config().layers())
                : layers;
    }
}
