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

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.translate.TranslateException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Runs batches through the model and shows their activations to the observers, each batch on one
 * thread: while some run, others are observed, and no thread waits for the others of its batch.
 *
 * <p>Owns its threads, not the model. Used by one thread.
 */
final class BatchObserver implements AutoCloseable {

    private final Map<String, CalibrationTarget> outputs;
    private final ActivationModel model;
    private final CalibrationState state;
    private final String maskInput;
    private final int threads;
    private final ExecutorService executor;
    private final Deque<Running> running = new ArrayDeque<>();

    private record Running(SampleBatch batch, Future<Void> future) {}

    BatchObserver(
            ObservationGraph graph,
            ActivationModel model,
            CalibrationState state,
            String maskInput,
            int threads) {
        this.outputs = graph.outputs();
        this.model = model;
        this.state = state;
        this.maskInput = maskInput;
        this.threads = threads;
        this.executor = Executors.newFixedThreadPool(threads, BatchObserver::daemon);
    }

    /**
     * Begins with a batch, and waits for an earlier one if all threads are at work.
     *
     * @param batch the batch
     * @return the batch that was waited for
     * @throws TranslateException if the model fails
     * @throws IllegalArgumentException if an activation is NaN, infinite or of a wrong shape or
     *     type
     */
    Optional<SampleBatch> submit(SampleBatch batch) throws TranslateException {
        running.add(
                new Running(
                        batch,
                        executor.submit(
                                () -> {
                                    observe(batch);
                                    return null;
                                })));
        return running.size() >= threads ? Optional.of(awaitOldest()) : Optional.empty();
    }

    /**
     * Waits for all batches.
     *
     * @return those that were not returned before, in the order they came
     * @throws TranslateException if the model fails
     * @throws IllegalArgumentException as by {@link #submit}
     */
    List<SampleBatch> drain() throws TranslateException {
        List<SampleBatch> done = new ArrayList<>();
        while (!running.isEmpty()) {
            done.add(awaitOldest());
        }
        return done;
    }

    /** Ends the threads, once their batches are through; a second call does nothing. */
    @Override
    public void close() {
        executor.shutdownNow();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                // The model must not be closed under a thread that runs it.
                ended = executor.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void observe(SampleBatch batch) throws TranslateException {
        RowMask[] masks =
                batch.samples().stream()
                        .map(s -> RowMask.of(s.input(), maskInput).orElse(null))
                        .toArray(RowMask[]::new);
        try (NDManager manager = model.newManager()) {
            NDList activations = model.run(batch, manager);
            int index = 0;
            for (Map.Entry<String, CalibrationTarget> output : outputs.entrySet()) {
                NDArray array = find(activations, output.getKey(), index++);
                CalibrationTarget target = output.getValue();
                new ActivationReader(target, array, batch, masks)
                        .show(channels -> state.observer(target.tensor(), channels));
            }
        }
    }

    /** Finds an output by name, or by position where the engine gives no names. */
    private static NDArray find(NDList activations, String name, int index) {
        NDArray byName = activations.get(name);
        if (byName != null) {
            return byName;
        }
        if (index < activations.size() && activations.get(index).getName() == null) {
            return activations.get(index);
        }
        throw new IllegalStateException("The engine did not return the activation " + name);
    }

    private SampleBatch awaitOldest() throws TranslateException {
        Running oldest = running.remove();
        try {
            oldest.future().get();
            return oldest.batch();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Calibration was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TranslateException cause) {
                throw cause;
            }
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("Observing an activation failed", e.getCause());
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "djl-int8-observer");
        thread.setDaemon(true);
        return thread;
    }
}
