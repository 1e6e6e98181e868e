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
package io.github.djlint8.calibration;

import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import io.github.djlint8.calibration.observer.TensorObserver;
import io.github.djlint8.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** One run of a calibrator. */
final class CalibrationRun {

    private static final Set<String> ENGINES_WITH_THREADS =
            Set.of("OnnxRuntime", "Int8", "DynamicInt8");

    private final CalibrationConfig config;
    private final OnnxModel model;
    private final List<CalibrationTarget> targets;
    private final SamplePlan plan;
    private final Optional<Checkpoint> checkpoint;
    private final BooleanSupplier stopped;
    private final CalibrationState state;
    private int samplesSinceCheckpoint;

    CalibrationRun(
            CalibrationConfig config,
            OnnxModel model,
            List<CalibrationTarget> targets,
            SamplePlan plan,
            Optional<Checkpoint> checkpoint,
            BooleanSupplier stopped)
            throws IOException {
        this.config = config;
        this.model = model;
        this.targets = targets;
        this.plan = plan;
        this.checkpoint = checkpoint;
        this.stopped = stopped;
        Optional<CalibrationState> saved = Optional.empty();
        if (checkpoint.isPresent()) {
            saved = checkpoint.get().read(plan.samples(), config.smoothing());
        }
        state = saved.orElseGet(() -> new CalibrationState(plan.samples(), config.smoothing()));
    }

    List<TensorObserver> observe(CalibrationDataset dataset)
            throws IOException, ModelException, TranslateException {
        List<List<CalibrationTarget>> groups = groups();
        config.progress()
                .ifPresent(
                        p -> {
                            p.reset("Calibrating", (long) plan.samples() * groups.size());
                            p.start(state.progress());
                        });
        while (state.group() < groups.size()) {
            observe(groups.get(state.group()), dataset);
            state.finishGroup();
        }
        config.progress().ifPresent(p -> p.end());
        List<TensorObserver> observers = new ArrayList<>();
        for (CalibrationTarget target : targets) {
            observers.add(seen(target.tensor()));
        }
        if (checkpoint.isPresent()) {
            Files.deleteIfExists(checkpoint.get().file());
        }
        return observers;
    }

    private void observe(List<CalibrationTarget> group, CalibrationDataset dataset)
            throws IOException, ModelException, TranslateException {
        ObservationGraph graph = ObservationGraph.of(model, group);
        SampleBatcher batcher = new SampleBatcher(batchSize(graph), config.batchElements());
        try (ActivationModel activations =
                        ActivationModel.load(graph, config.engine(), engineOptions());
                BatchObserver observer =
                        new BatchObserver(
                                graph, activations, state, config.maskInput(), config.threads());
                CalibrationDataset.Stream stream = dataset.open()) {
            int index = 0;
            for (Optional<CalibrationInput> input = stream.next();
                    input.isPresent();
                    input = stream.next(), index++) {
                plan.verify(index, input.get());
                int position = plan.position(index);
                if (!state.done().get(position)) {
                    SampleBatch.Sample sample =
                            new SampleBatch.Sample(index, position, input.get());
                    run(batcher.add(sample), observer);
                }
            }
            plan.verifyEnd(index);
            for (Optional<SampleBatch> batch = batcher.drain();
                    batch.isPresent();
                    batch = batcher.drain()) {
                run(batch, observer);
            }
            drain(observer);
        }
    }

    private void run(Optional<SampleBatch> ready, BatchObserver observer)
            throws IOException, TranslateException {
        if (ready.isEmpty()) {
            return;
        }
        if (stopped.getAsBoolean()) {
            throw stop(observer);
        }
        Optional<SampleBatch> done = observer.submit(ready.get());
        if (done.isPresent()) {
            finish(done.get());
        }
        if (samplesSinceCheckpoint >= config.checkpointInterval()) {
            save(observer);
        }
    }

    private void finish(SampleBatch batch) {
        batch.samples().forEach(s -> state.done().set(s.position()));
        config.progress().ifPresent(p -> p.increment(batch.size()));
        samplesSinceCheckpoint += batch.size();
    }

    private void drain(BatchObserver observer) throws TranslateException {
        observer.drain().forEach(this::finish);
    }

    /** Saves the statistics with no batch half done. */
    private void save(BatchObserver observer) throws IOException, TranslateException {
        drain(observer);
        samplesSinceCheckpoint = 0;
        if (checkpoint.isPresent()) {
            checkpoint.get().write(state);
        }
    }

    private CancellationException stop(BatchObserver observer)
            throws IOException, TranslateException {
        save(observer);
        return new CancellationException(
                "Calibration was stopped after "
                        + state.done().cardinality()
                        + " of "
                        + plan.samples()
                        + " samples"
                        + checkpoint
                                .map(c -> "; the checkpoint " + c.file() + " goes on")
                                .orElse(""));
    }

    /** Returns the engine's options; threads that share the work need none inside of operators. */
    private Map<String, String> engineOptions() {
        Map<String, String> options = new LinkedHashMap<>(config.engineOptions());
        if (config.threads() > 1 && ENGINES_WITH_THREADS.contains(config.engine())) {
            options.putIfAbsent("intraOpNumThreads", "1");
        }
        return options;
    }

    /** Splits the activations into runs of neighbours, so that early groups end early. */
    private List<List<CalibrationTarget>> groups() {
        int count = Math.min(config.layerGroups(), targets.size());
        List<List<CalibrationTarget>> groups = new ArrayList<>();
        for (int g = 0; g < count; g++) {
            int from = (int) ((long) targets.size() * g / count);
            int to = (int) ((long) targets.size() * (g + 1) / count);
            groups.add(targets.subList(from, to));
        }
        return groups;
    }

    /** Returns 1 where the model fixes its batch. */
    private int batchSize(ObservationGraph graph) throws ModelException {
        boolean fixed =
                graph.model().graph().inputs().stream()
                        .map(v -> v.getType().getTensorType().getShape())
                        .anyMatch(s -> s.getDimCount() > 0 && s.getDim(0).getDimValue() > 0);
        return fixed ? 1 : config.batchSize();
    }

    private TensorObserver seen(String tensor) {
        TensorObserver observer = state.find(tensor);
        if (observer == null || observer.count() == 0) {
            throw new IllegalArgumentException(
                    "Tensor " + tensor + " was never observed: every value of it was padding");
        }
        return observer;
    }
}
