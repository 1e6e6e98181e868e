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
import io.github.djlint8.api.Digests;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.cli.calibrate.FloatModel;
import io.github.djlint8.cli.output.Progress;
import io.github.djlint8.cli.train.BaseFolder;
import io.github.djlint8.cli.train.CorpusEncoder;
import io.github.djlint8.cli.train.TagMetric;
import io.github.djlint8.training.TaggerModel;
import io.github.djlint8.training.bert.EncoderConfig;
import io.github.djlint8.training.data.EncodedSentence;
import io.github.djlint8.training.distill.BlockTeacher;
import io.github.djlint8.training.distill.LayerPair;
import io.github.djlint8.training.distill.Teacher;
import io.github.djlint8.training.distill.TeacherFile;
import io.github.djlint8.zoo.text.SubwordEncoder;
import io.github.djlint8.zoo.translator.TaggerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tagger that a student learns from: a model of the zoo or a folder.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param model the float model
 * @param labels its labels in the order of its logits
 */
public record TeacherModel(FloatModel model, List<String> labels) {

    private static final Logger logger = LoggerFactory.getLogger(TeacherModel.class);

    /** Copies the labels. */
    public TeacherModel {
        labels = List.copyOf(labels);
    }

    /**
     * Finds a teacher.
     *
     * @param name a name of the zoo, a folder with {@code model.onnx}, or an ONNX file
     * @return the teacher
     * @throws IOException if there is none of these, or the folder has no labels
     */
    public static TeacherModel find(String name) throws IOException {
        FloatModel model = FloatModel.find(name);
        return new TeacherModel(model, TaggerConfig.read(folder(model)).labels());
    }

    private static Path folder(FloatModel model) {
        return model.file().toAbsolutePath().getParent();
    }

    /**
     * Returns the folder with tokenizer, configuration and weights.
     *
     * @return the folder
     */
    public BaseFolder folder() {
        return new BaseFolder(folder(model));
    }

    /**
     * Refuses a corpus with labels that the teacher does not know.
     *
     * @param wanted the labels of the corpus
     * @throws IllegalArgumentException if it does not know one
     */
    public void requireKnown(List<String> wanted) {
        Set<String> unknown = new TreeSet<>(wanted);
        labels.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "The teacher does not know the labels "
                            + unknown
                            + " of the corpus, only "
                            + labels
                            + "; give such a corpus with --unlabelled");
        }
    }

    /**
     * Scores the teacher.
     *
     * @param sentences the sentences with their right tags
     * @param metric how tags are scored
     * @return the score
     * @throws IOException if a file cannot be read
     * @throws ModelException if the model is malformed
     * @throws TranslateException if it fails
     */
    public double score(List<TaggedSentence> sentences, TagMetric metric)
            throws IOException, ModelException, TranslateException {
        try (EngineTeacher teacher = new EngineTeacher(model, sentences)) {
            return metric.of(sentences.stream().map(TaggedSentence::tags).toList(), teacher.tag());
        }
    }

    /**
     * Runs the teacher over a corpus, unless that was done before.
     *
     * @param sentences the sentences
     * @param pairs the layers whose hidden states are wanted; logits alone need no PyTorch
     * @param cache the folder where its outputs are kept
     * @return the file of outputs, owned by the caller
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if the model is malformed
     * @throws TranslateException if it fails
     */
    public TeacherFile outputs(List<TaggedSentence> sentences, List<LayerPair> pairs, Path cache)
            throws IOException, ModelException, TranslateException {
        List<Integer> layers = pairs.stream().map(LayerPair::teacher).toList();
        List<String> identity = identity(sentences, layers);
        Path file = cache.resolve("teacher-" + Digests.of(identity).substring(0, 16) + ".bin");
        if (TeacherFile.holds(file, identity)) {
            logger.info("The outputs of the teacher are taken from {}", file);
        } else if (layers.isEmpty()) {
            try (EngineTeacher teacher = new EngineTeacher(model, sentences)) {
                write(file, identity, sentences.size(), teacher);
            }
        } else {
            writeWithHidden(file, identity, sentences, layers);
        }
        return TeacherFile.open(file);
    }

    private void writeWithHidden(
            Path file, List<String> identity, List<TaggedSentence> sentences, List<Integer> layers)
            throws IOException, ModelException, TranslateException {
        BaseFolder folder = folder();
        EncoderConfig shape = folder.config();
        try (SubwordEncoder tokenizer = SubwordEncoder.open(folder.path());
                TaggerModel tagger =
                        TaggerModel.builder()
                                .setConfig(shape)
                                .setWeights(folder.weights())
                                .setLabels(labels)
                                .build()) {
            CorpusEncoder encoder =
                    new CorpusEncoder(tokenizer, folder.caseScheme(), labels, shape.maxPositions());
            List<EncodedSentence> encoded = encoder.encode(sentences);
            write(file, identity, sentences.size(), new BlockTeacher(tagger, encoded, layers));
        }
    }

    private static void write(Path file, List<String> identity, int count, Teacher teacher)
            throws IOException, TranslateException {
        try (Progress progress = Progress.start("Teacher", count)) {
            TeacherFile.write(file, identity, count, teacher, progress::accept);
        }
    }

    private List<String> identity(List<TaggedSentence> sentences, List<Integer> layers)
            throws IOException {
        List<String> identity = new ArrayList<>();
        for (String name : List.of("tokenizer.json", "config.json")) {
            identity.add(Digests.of(folder(model).resolve(name)));
        }
        identity.add(Digests.of(model.file()));
        identity.add(layers.toString());
        sentences.forEach(s -> identity.add(Digests.of(s.words())));
        return identity;
    }
}
