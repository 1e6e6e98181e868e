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
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListener;
import ai.djl.translate.Batchifier;
import io.github.djlint8.training.data.EncodedSentence;
import io.github.djlint8.training.data.LengthBuckets;
import io.github.djlint8.training.data.SentenceBatch;
import io.github.djlint8.training.optimize.DecoupledAdam;
import io.github.djlint8.training.optimize.GradientNorm;
import io.github.djlint8.training.optimize.LinearWarmup;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * One step: the gradients of some batches, clipped, and an update.
 *
 * <p>Losses are divided by the labelled tokens of all batches of the step, so that the step does
 * not depend on how they are cut. Not safe for use by many threads.
 */
final class TuningStep {

    private final Trainer trainer;
    private final List<Parameter> trained;
    private final Objective objective;
    private final DecoupledAdam optimizer;
    private final TuningConfig config;

    TuningStep(
            Trainer trainer,
            List<Parameter> trained,
            Objective objective,
            DecoupledAdam optimizer,
            TuningConfig config) {
        this.trainer = trainer;
        this.trained = trained;
        this.objective = objective;
        this.optimizer = optimizer;
        this.config = config;
    }

    DecoupledAdam optimizer() {
        return optimizer;
    }

    /** Trains on the batches of an epoch from where the state is up to an end. */
    void run(List<List<EncodedSentence>> epoch, int end, TuningState state, LinearWarmup schedule) {
        List<List<SentenceBatch>> batches =
                epoch.subList(state.batch, end).stream().map(this::parts).toList();
        int tokens = Math.max(1, batches.stream().mapToInt(TuningStep::labelled).sum());
        int step = state.steps + 1;
        SplittableRandom seeds = new SplittableRandom(config.seed() * 1_000_003 + step);
        double loss = 0;
        for (List<SentenceBatch> batch : batches) {
            // Dropout depends on the step alone, so that a resumed run drops the same.
            trainer.getManager().getEngine().setRandomSeed(seeds.nextInt());
            for (SentenceBatch part : batch) {
                loss += backward(part, tokens, state.batch, epoch.size());
            }
            state.batch++;
        }
        List<Parameter> changing = trained.stream().filter(Parameter::requiresGradient).toList();
        double norm = GradientNorm.of(changing);
        if (!Double.isFinite(norm)) {
            // Gradients go backwards, so the last one in the order of layers failed first.
            List<String> failed = GradientNorm.notFinite(changing);
            throw new IllegalStateException(
                    "The gradients of step "
                            + step
                            + " are not finite (loss "
                            + loss
                            + ") at "
                            + failed.size()
                            + " of "
                            + changing.size()
                            + " parameters, up to "
                            + failed.get(failed.size() - 1)
                            + "; a lower learning rate may help");
        }
        float scale = GradientNorm.clip(norm, config.maxGradientNorm());
        optimizer.beginStep(step, schedule.at(step), scale);
        trainer.step();
        state.steps = step;
        state.loss += loss * tokens;
        state.tokens += tokens;
        trainer.getMetrics().addMetric(TaggerTuner.STEP, step);
        trainer.getMetrics().addMetric(TaggerTuner.LOSS, loss);
    }

    /** The gradients of the parts add up to those of the batch. */
    private List<SentenceBatch> parts(List<EncodedSentence> batch) {
        return LengthBuckets.parts(batch, config.maxTokens()).stream()
                .map(SentenceBatch::new)
                .toList();
    }

    private static int labelled(List<SentenceBatch> batch) {
        return batch.stream().mapToInt(SentenceBatch::labelled).sum();
    }

    private double backward(SentenceBatch batch, int tokens, int number, int count) {
        try (NDManager manager = trainer.getManager().newSubManager();
                GradientCollector collector = trainer.newGradientCollector()) {
            NDList inputs = batch.inputs(manager);
            NDList targets = objective.targets(batch, manager, tokens);
            NDList outputs = trainer.forward(inputs);
            NDArray loss = trainer.getLoss().evaluate(targets, outputs);
            collector.backward(loss);
            Device device = manager.getDevice();
            TrainingListener.BatchData data =
                    new TrainingListener.BatchData(
                            new Batch(
                                    manager,
                                    inputs,
                                    targets,
                                    Math.toIntExact(inputs.head().getShape().get(0)),
                                    Batchifier.STACK,
                                    Batchifier.STACK,
                                    number,
                                    count),
                            Map.of(device, targets),
                            Map.of(device, outputs));
            trainer.notifyListeners(listener -> listener.onTrainingBatch(trainer, data));
            return loss.getFloat();
        }
    }

    void notifyEpoch(double score) {
        trainer.getMetrics().addMetric(TaggerTuner.SCORE, score);
        trainer.notifyListeners(listener -> listener.onEpoch(trainer));
    }
}
