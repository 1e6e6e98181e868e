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

import ai.djl.metric.Metric;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import io.github.djlint8.cli.output.Progress;
import io.github.djlint8.training.tune.TaggerTuner;
import java.util.List;

/**
 * Shows the steps of a training on a bar with the time left.
 *
 * <p>Closing ends the bar; one thread.
 */
public final class TrainProgress extends TrainingListenerAdapter implements AutoCloseable {

    private final Progress bar;
    private int steps;

    /**
     * Starts the bar.
     *
     * @param steps all steps
     */
    public TrainProgress(int steps) {
        bar = Progress.start("Training", steps);
    }

    /** {@inheritDoc} */
    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batchData) {
        update(trainer);
    }

    /** {@inheritDoc} */
    @Override
    public void onTrainingEnd(Trainer trainer) {
        update(trainer);
    }

    /**
     * Returns the number of steps that were made while this listened.
     *
     * @return the number, without those before a training went on
     */
    public int steps() {
        return steps;
    }

    private void update(Trainer trainer) {
        List<Metric> made = trainer.getMetrics().getMetric(TaggerTuner.STEP);
        steps = made.size();
        if (!made.isEmpty()) {
            bar.accept(made.get(made.size() - 1).getValue().longValue());
        }
    }

    /** {@inheritDoc} */
    @Override
    public void close() {
        bar.close();
    }
}
