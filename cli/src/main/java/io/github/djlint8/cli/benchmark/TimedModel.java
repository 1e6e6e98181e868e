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
package io.github.djlint8.cli.benchmark;

import ai.djl.ModelException;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.djlint8.calibration.metric.LatencyStatistics;
import io.github.djlint8.cli.compare.ModelPlan;
import io.github.djlint8.cli.compare.SyntheticInputs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * A loaded model and threads that run it, each with a predictor and inputs of its own.
 *
 * <p>Owns the model and the threads. Not safe for use by many threads; closing twice is safe.
 */
public final class TimedModel implements AutoCloseable {

    private final ZooModel<NDList, NDList> model;
    private final long loadNanos;
    private final List<Worker> workers = new ArrayList<>();
    private final ExecutorService executor;

    private TimedModel(ZooModel<NDList, NDList> model, long loadNanos, int threads) {
        this.model = model;
        this.loadNanos = loadNanos;
        executor = Executors.newFixedThreadPool(threads);
    }

    /**
     * Loads a model.
     *
     * @param plan how it is loaded
     * @param inputs what makes its inputs
     * @param shapes the shapes of the inputs
     * @param threads how many threads run it at once
     * @return the model
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if the model is broken
     */
    public static TimedModel load(
            ModelPlan plan, SyntheticInputs inputs, List<Shape> shapes, int threads)
            throws IOException, ModelException {
        long begin = System.nanoTime();
        ZooModel<NDList, NDList> model = plan.loadArrays();
        TimedModel timed = new TimedModel(model, System.nanoTime() - begin, threads);
        try {
            for (int i = 0; i < threads; i++) {
                timed.workers.add(new Worker(model, inputs.make(model.getNDManager(), shapes)));
            }
            return timed;
        } catch (RuntimeException e) {
            timed.close();
            throw e;
        }
    }

    /**
     * Lets every thread run the model.
     *
     * @param times how often each thread does
     * @return the number of runs of all threads
     * @throws TranslateException if the model fails
     */
    public int run(int times) throws TranslateException {
        if (workers.size() == 1) {
            workers.get(0).run(times);
            return times;
        }
        List<Callable<Void>> tasks = new ArrayList<>();
        for (Worker worker : workers) {
            tasks.add(
                    () -> {
                        worker.run(times);
                        return null;
                    });
        }
        try {
            for (Future<Void> future : executor.invokeAll(tasks)) {
                future.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TranslateException("Interrupted while running " + model.getName(), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TranslateException failure) {
                throw failure;
            }
            throw new EngineException("Running " + model.getName() + " failed: " + e.getCause(), e);
        }
        return times * workers.size();
    }

    /** Forgets what was measured so far. */
    public void reset() {
        workers.forEach(Worker::reset);
    }

    /**
     * Returns the time that loading took.
     *
     * @return the nanoseconds
     */
    public long loadNanos() {
        return loadNanos;
    }

    /**
     * Returns the durations of a phase of all runs since the last reset.
     *
     * @param phase the phase
     * @return the durations
     */
    public LatencyStatistics latency(Phase phase) {
        return workers.stream()
                .map(worker -> worker.latency(phase))
                .collect(Collectors.collectingAndThen(Collectors.toList(), Phase::statistics));
    }

    /**
     * Returns the beginning of the first output.
     *
     * @return up to three numbers, none if the output holds no floats
     */
    public List<Float> result() {
        return workers.get(0).result();
    }

    /** {@inheritDoc} */
    @Override
    public void close() {
        executor.shutdownNow();
        workers.forEach(Worker::close);
        workers.clear();
        model.close();
    }
}
