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
package io.github.djlint8.training.tune;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.metric.Metrics;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener;
import io.github.djlint8.api.Digests;
import io.github.djlint8.training.TaggerModel;
import io.github.djlint8.training.data.EncodedSentence;
import io.github.djlint8.training.data.LengthBuckets;
import io.github.djlint8.training.optimize.DecoupledAdam;
import io.github.djlint8.training.optimize.LinearWarmup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a tagger, with a score on held-out sentences after each epoch, and leaves the weights of
 * the best epoch in it.
 *
 * <p>A training that was interrupted goes on from its last checkpoint and ends with the same bits
 * as one that was not, on the same machine with the same number of threads. Listeners of DJL see
 * each batch and each epoch; the metrics named here tell them more. Not safe for use by many
 * threads.
 */
public final class TaggerTuner {

    /** The metric with the number of the step. */
    public static final String STEP = "tuning.step";

    /** The metric with the mean loss of the labelled tokens of a step. */
    public static final String LOSS = "tuning.loss";

    /** The metric with the score on the held-out sentences. */
    public static final String SCORE = "tuning.score";

    private static final Logger logger = LoggerFactory.getLogger(TaggerTuner.class);

    private final Builder builder;
    private final TuningConfig config;
    private final LengthBuckets buckets;
    private final int stepsPerEpoch;

    private TaggerTuner(Builder builder) {
        this.builder = builder;
        config = builder.config;
        buckets = new LengthBuckets(builder.train, config.batchSize(), config.seed());
        stepsPerEpoch = (buckets.count() + config.accumulation() - 1) / config.accumulation();
    }

    /**
     * Creates a builder.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the number of steps of all epochs.
     *
     * @return the number, which early stopping may not reach
     */
    public int steps() {
        return stepsPerEpoch * config.epochs();
    }

    /**
     * Trains.
     *
     * @return what came of it
     * @throws MalformedModelException if a checkpoint is damaged
     * @throws IllegalArgumentException if a checkpoint belongs to another training
     * @throws IOException if a checkpoint cannot be read or written
     */
    public TuningResult run() throws IOException, MalformedModelException {
        TaggerModel model = builder.model;
        Block tagger = model.model().getBlock();
        try {
            model.model().setBlock(builder.objective.block(tagger));
            return runBlock(model);
        } finally {
            model.model().setBlock(tagger);
        }
    }

    private TuningResult runBlock(TaggerModel model) throws IOException, MalformedModelException {
        builder.hook.beginTraining();
        List<Parameter> trained =
                model.model().getBlock().getParameters().values().stream()
                        .filter(Parameter::requiresGradient)
                        .toList();
        TuningCheckpoint files = new TuningCheckpoint(builder.folder, trained, digest(trained));
        DecoupledAdam optimizer = new DecoupledAdam(trained, config.weightDecay());
        Device device = model.model().getNDManager().getDevice();
        DefaultTrainingConfig training =
                new DefaultTrainingConfig(builder.objective.loss())
                        .optOptimizer(optimizer)
                        .optDevices(new Device[] {device});
        builder.listeners.forEach(training::addTrainingListeners);
        try (Trainer trainer = model.model().newTrainer(training)) {
            trainer.setMetrics(new Metrics());
            Shape ids = new Shape(1, model.config().maxPositions());
            // Whatever an objective adds starts at random.
            trainer.getManager().getEngine().setRandomSeed((int) config.seed());
            trainer.initialize(ids, ids, ids);
            boolean resumed = builder.resume && files.exists();
            TuningState state = resumed ? files.restore(optimizer) : new TuningState();
            if (resumed) {
                logger.info("Training goes on after step {}", state.steps);
            }
            TuningStep step =
                    new TuningStep(trainer, trained, builder.objective, optimizer, config);
            boolean finished = run(step, files, state);
            if (finished) {
                files.restoreBest();
            }
            return new TuningResult(state.results, state.steps, finished);
        }
    }

    /** Runs what is left and tells whether that was all. */
    private boolean run(TuningStep step, TuningCheckpoint files, TuningState state)
            throws IOException {
        int warmup = (int) Math.round(config.warmup() * steps());
        LinearWarmup schedule = new LinearWarmup(config.learningRate(), warmup, steps());
        while (state.epoch < config.epochs() && !isStale(state)) {
            var batches = buckets.epoch(state.epoch);
            while (state.batch < batches.size()) {
                if (state.steps == builder.stopAfter) {
                    files.save(state, step.optimizer());
                    return false;
                }
                int end = Math.min(state.batch + config.accumulation(), batches.size());
                builder.hook.beginStep(state.steps + 1, steps());
                step.run(batches, end, state, schedule);
                if (state.steps % config.checkpointSteps() == 0) {
                    files.save(state, step.optimizer());
                }
            }
            endEpoch(step, files, state);
        }
        return true;
    }

    private void endEpoch(TuningStep step, TuningCheckpoint files, TuningState state)
            throws IOException {
        double score =
                builder.metric.score(
                        builder.dev, builder.model.predict(builder.dev, config.batchSize()));
        if (state.endEpoch(score)) {
            files.saveBest();
        }
        files.save(state, step.optimizer());
        EpochResult result = state.results.get(state.results.size() - 1);
        logger.info(
                "Epoch {}: loss {}, score {} after {} steps",
                result.epoch(),
                result.loss(),
                result.score(),
                result.steps());
        step.notifyEpoch(score);
    }

    private boolean isStale(TuningState state) {
        return config.patience() > 0 && state.stale() >= config.patience();
    }

    /** Returns a text that is another one for each training. */
    private String digest(List<Parameter> trained) {
        TaggerModel model = builder.model;
        List<String> parts = new ArrayList<>();
        parts.add(config.resumable().toString());
        parts.add(model.config().toString());
        parts.add(model.lowRank().toString());
        parts.add(builder.hook.canonical());
        parts.addAll(model.labels());
        trained.forEach(p -> parts.add(p.getName()));
        parts.addAll(builder.objective.identity());
        for (EncodedSentence sentence : builder.train) {
            parts.add(Arrays.toString(sentence.ids()) + Arrays.toString(sentence.labels()));
        }
        return Digests.of(parts);
    }

    /** Builds a {@link TaggerTuner}. */
    public static final class Builder {

        private TaggerModel model;
        private TuningConfig config = TuningConfig.builder().build();
        private List<EncodedSentence> train = List.of();
        private List<EncodedSentence> dev = List.of();
        private Path folder;
        private DevMetric metric = DevMetric.ACCURACY;
        private Objective objective = Objective.LABELS;
        private List<TrainingListener> listeners = List.of();
        private TuningHook hook = TuningHook.NONE;
        private boolean resume;
        private int stopAfter = -1;

        private Builder() {}

        /**
         * Sets the tagger, which stays the caller's.
         *
         * @param value the tagger
         * @return this builder
         */
        public Builder setModel(TaggerModel value) {
            model = value;
            return this;
        }

        /**
         * Sets the sentences to train on and those to score.
         *
         * @param trainSentences the sentences to train on
         * @param devSentences the sentences to score
         * @return this builder
         */
        public Builder setData(
                List<EncodedSentence> trainSentences, List<EncodedSentence> devSentences) {
            train = List.copyOf(trainSentences);
            dev = List.copyOf(devSentences);
            return this;
        }

        /**
         * Sets the folder for checkpoints, which must be there.
         *
         * @param value the folder
         * @return this builder
         */
        public Builder setFolder(Path value) {
            folder = value;
            return this;
        }

        /**
         * Sets how to train.
         *
         * @param value the configuration
         * @return this builder
         */
        public Builder optConfig(TuningConfig value) {
            config = value;
            return this;
        }

        /**
         * Sets the score; accuracy of words by default.
         *
         * @param value the score
         * @return this builder
         */
        public Builder optMetric(DevMetric value) {
            metric = value;
            return this;
        }

        /**
         * Sets what is minimized; the cross entropy with the labels by default.
         *
         * @param value the objective
         * @return this builder
         */
        public Builder optObjective(Objective value) {
            objective = value;
            return this;
        }

        /**
         * Sets the listeners.
         *
         * @param values listeners of DJL
         * @return this builder
         */
        public Builder optListeners(TrainingListener... values) {
            listeners = List.of(values);
            return this;
        }

        /**
         * Sets what changes the tagger from step to step besides its weights; nothing by default.
         *
         * @param value the hook
         * @return this builder
         */
        public Builder optHook(TuningHook value) {
            hook = value;
            return this;
        }

        /**
         * Goes on from the checkpoint in the folder, if there is one.
         *
         * @param on whether to go on; a new training by default
         * @return this builder
         */
        public Builder optResume(boolean on) {
            resume = on;
            return this;
        }

        /**
         * Stops with a checkpoint when so many steps have been made.
         *
         * @param steps the number of steps
         * @return this builder
         */
        public Builder optStopAfter(int steps) {
            stopAfter = steps;
            return this;
        }

        /**
         * Builds the tuner.
         *
         * @return the tuner
         * @throws IllegalArgumentException if something is missing or a sentence does not fit the
         *     tagger
         */
        public TaggerTuner build() {
            if (model == null || folder == null || train.isEmpty() || dev.isEmpty()) {
                throw new IllegalArgumentException(
                        "Training needs a tagger, a folder, and sentences to train on and to"
                                + " score");
            }
            train.forEach(this::check);
            dev.forEach(this::check);
            return new TaggerTuner(this);
        }

        private void check(EncodedSentence sentence) {
            int labels = model.labels().size();
            int longest = model.config().maxPositions();
            int words = model.config().vocabularySize();
            if (sentence.length() > longest
                    || Arrays.stream(sentence.labels()).anyMatch(l -> l < -1 || l >= labels)
                    || Arrays.stream(sentence.ids()).anyMatch(i -> i < 0 || i >= words)) {
                throw new IllegalArgumentException(
                        "A sentence of "
                                + sentence.length()
                                + " tokens does not fit a tagger of at most "
                                + longest
                                + " tokens, "
                                + words
                                + " token ids and "
                                + labels
                                + " labels: "
                                + Arrays.toString(sentence.ids())
                                + ", "
                                + Arrays.toString(sentence.labels()));
            }
        }
    }
}
