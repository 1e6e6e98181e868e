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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Shows the activations of batches to the observers, one task for each tensor.
 *
 * <p>Owns its threads. Used by one thread.
 */
final class BatchObserver implements AutoCloseable {

    private final Map<String, CalibrationTarget> outputs;
    private final CalibrationState state;
    private final String maskInput;
    private final ExecutorService executor;

    BatchObserver(ObservationGraph graph, CalibrationState state, String maskInput, int threads) {
        this.outputs = graph.outputs();
        this.state = state;
        this.maskInput = maskInput;
        this.executor = Executors.newFixedThreadPool(threads, BatchObserver::daemon);
    }

    /**
     * Observes a batch.
     *
     * @param batch the batch
     * @param activations what the model gave for it
     * @throws IllegalArgumentException if an activation is NaN, infinite or of a wrong shape or
     *     type
     */
    void observe(SampleBatch batch, NDList activations) {
        RowMask[] masks =
                batch.samples().stream()
                        .map(s -> RowMask.of(s.input(), maskInput).orElse(null))
                        .toArray(RowMask[]::new);
        List<Callable<Void>> tasks = new ArrayList<>();
        int index = 0;
        for (Map.Entry<String, CalibrationTarget> output : outputs.entrySet()) {
            NDArray array = find(activations, output.getKey(), index++);
            CalibrationTarget target = output.getValue();
            tasks.add(
                    () -> {
                        new ActivationReader(target, array, batch, masks)
                                .show(channels -> state.observer(target.tensor(), channels));
                        return null;
                    });
        }
        await(tasks);
    }

    /** Ends the threads; a second call does nothing. */
    @Override
    public void close() {
        executor.shutdownNow();
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

    private void await(List<Callable<Void>> tasks) {
        try {
            for (Future<Void> done : executor.invokeAll(tasks)) {
                done.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Calibration was interrupted");
        } catch (ExecutionException e) {
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
