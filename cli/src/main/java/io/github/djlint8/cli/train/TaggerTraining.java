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

import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import io.github.djlint8.calibration.evaluate.LabelledWords;
import io.github.djlint8.calibration.gate.ResidentMemory;
import io.github.djlint8.calibration.metric.TagScore;
import io.github.djlint8.training.TaggerModel;
import io.github.djlint8.training.bert.EncoderConfig;
import io.github.djlint8.training.bert.LowRank;
import io.github.djlint8.training.data.EncodedSentence;
import io.github.djlint8.training.tune.Objective;
import io.github.djlint8.training.tune.TaggerTuner;
import io.github.djlint8.training.tune.TuningConfig;
import io.github.djlint8.training.tune.TuningHook;
import io.github.djlint8.training.tune.TuningResult;
import io.github.djlint8.zoo.text.CaseScheme;
import io.github.djlint8.zoo.text.SubwordEncoder;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Trains a tagger, writes it to a folder, and runs what was written.
 *
 * <p>Not safe for use by many threads.
 */
public final class TaggerTraining {

    private static final double NANOS_PER_SECOND = 1e9;

    private final Settings settings;
    private final TrainingCorpus corpus;
    private final TagMetric metric;
    private final TaggerFolder output;
    private ObjectiveSource objective = sentences -> Objective.LABELS;
    private Optional<QuantizationStart> quantization = Optional.empty();

    /**
     * Creates a training.
     *
     * @param settings how to train
     * @param corpus the sentences
     * @param score how tags are scored
     * @param output the folder to write, which must be there
     */
    public TaggerTraining(
            Settings settings, TrainingCorpus corpus, TagScore score, TaggerFolder output) {
        this.settings = settings;
        this.corpus = corpus;
        this.metric = new TagMetric(score, corpus.labels());
        this.output = output;
    }

    /**
     * How to train.
     *
     * @param config the steps
     * @param lowRank the low-rank adaptation, null for none
     * @param freezeEmbeddings whether the tables of words and positions stay as they are
     * @param stopAfter the number of steps after which training stops, -1 for none
     * @param resume whether to go on from the last checkpoint
     */
    public record Settings(
            TuningConfig config,
            LowRank lowRank,
            boolean freezeEmbeddings,
            int stopAfter,
            boolean resume) {}

    /**
     * Trains for INT8; in float by default.
     *
     * @param value the ranges to begin with and how they are learned
     * @return this training
     */
    public TaggerTraining withQuantization(QuantizationStart value) {
        quantization = Optional.of(value);
        return this;
    }

    /**
     * Sets what is minimized; the cross entropy with the labels by default.
     *
     * @param value makes the objective once the sentences are encoded
     * @return this training
     */
    public TaggerTraining withObjective(ObjectiveSource value) {
        objective = value;
        return this;
    }

    /**
     * Trains.
     *
     * @param base the encoder to start from
     * @param shape its shape
     * @return what came of it
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if the base or a checkpoint is malformed
     * @throws TranslateException if the written model fails
     */
    public TrainReport run(BaseFolder base, EncoderConfig shape)
            throws IOException, ModelException, TranslateException {
        CaseScheme cases = base.caseScheme();
        try (SubwordEncoder tokenizer = SubwordEncoder.open(base.path());
                TaggerModel model = create(base, shape);
                QuantizedTraining quantized = quantized(model, base, cases)) {
            CorpusEncoder encoder =
                    new CorpusEncoder(tokenizer, cases, corpus.labels(), shape.maxPositions());
            List<EncodedSentence> train = encoder.encode(corpus.train());
            List<EncodedSentence> dev = encoder.encode(corpus.dev());
            TaggerTuner.Builder tuner =
                    TaggerTuner.builder()
                            .setModel(model)
                            .setData(train, dev)
                            .setFolder(output.checkpoints())
                            .optConfig(settings.config())
                            .optMetric(metric)
                            .optObjective(objective.of(train))
                            .optHook(quantized == null ? TuningHook.NONE : quantized.hook())
                            .optResume(settings.resume())
                            .optStopAfter(settings.stopAfter());
            long weights = model.trained().stream().mapToLong(p -> p.getShape().size()).sum();
            Run run = tune(tuner);
            Optional<ExportedScore> exported = Optional.empty();
            Optional<QuantizationReport> report = Optional.empty();
            if (run.result.finished()) {
                output.write(model, base, cases);
                if (quantized != null) {
                    quantized.write(output);
                }
                List<LabelledWords> trained = BlockLogits.of(model, dev);
                WrittenTagger written = new WrittenTagger(output, corpus, metric);
                if (quantized == null) {
                    exported = Optional.of(written.score(trained));
                } else {
                    WrittenTagger.Outputs found = written.runBoth();
                    exported = Optional.of(written.score(found, trained));
                    report =
                            Optional.of(
                                    quantized.compare(found, corpus.dev(), dev, trained, metric));
                }
            }
            return new TrainReport(
                    run.result,
                    metric.score().option(),
                    corpus.labels().size(),
                    weights,
                    encoder.lostWords(),
                    exported,
                    report,
                    run.stepsPerSecond,
                    ResidentMemory.peakBytes().orElse(-1));
        }
    }

    /** Returns null for a training in float. */
    private QuantizedTraining quantized(TaggerModel model, BaseFolder base, CaseScheme cases)
            throws IOException, ModelException, TranslateException {
        return quantization.isEmpty()
                ? null
                : new QuantizedTraining(model, base, cases, corpus.train(), quantization.get());
    }

    private TaggerModel create(BaseFolder base, EncoderConfig shape)
            throws IOException, ModelException {
        return TaggerModel.builder()
                .setConfig(shape)
                .setWeights(base.weights())
                .setLabels(corpus.labels())
                .optLowRank(settings.lowRank())
                .optFreezeEmbeddings(settings.freezeEmbeddings())
                .optSeed(settings.config().seed())
                .build();
    }

    private static Run tune(TaggerTuner.Builder tuner) throws IOException, ModelException {
        try (TrainProgress progress = new TrainProgress(tuner.build().steps())) {
            long begin = System.nanoTime();
            TuningResult result = tuner.optListeners(progress).build().run();
            double seconds = (System.nanoTime() - begin) / NANOS_PER_SECOND;
            return new Run(result, progress.steps() / seconds);
        }
    }

    /** Makes what a training minimizes. */
    @FunctionalInterface
    public interface ObjectiveSource {

        /**
         * Makes an objective.
         *
         * @param train the sentences to train on, encoded for the tagger
         * @return the objective
         * @throws IOException if a file cannot be read
         */
        Objective of(List<EncodedSentence> train) throws IOException;
    }

    private record Run(TuningResult result, double stepsPerSecond) {}
}
