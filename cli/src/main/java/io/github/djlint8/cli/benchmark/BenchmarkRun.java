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
import ai.djl.engine.Engine;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.TranslateException;
import io.github.djlint8.calibration.evaluate.InterleavedTimer;
import io.github.djlint8.calibration.evaluate.InterleavedTimer.Work;
import io.github.djlint8.calibration.metric.LatencyStatistics;
import io.github.djlint8.cli.compare.ModelPlan;
import io.github.djlint8.cli.compare.RowSpec;
import io.github.djlint8.cli.compare.SyntheticInputs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * Runs models in turns: one prediction each where one thread runs them, slices of some where
 * several do.
 *
 * <p>Owns the models. Not safe for use by many threads; closing twice is safe.
 */
public final class BenchmarkRun implements AutoCloseable {

    /** What a thread does in a slice, so that starting threads does not count. */
    private static final int PER_THREAD = 10;

    /** Threads inside an operator spin for some milliseconds after a run. */
    private static final long REST_NANOS = 20_000_000;

    private final int threads;
    private final List<ModelPlan> plans = new ArrayList<>();
    private final List<Long> engineNanos = new ArrayList<>();
    private final List<TimedModel> models = new ArrayList<>();

    /**
     * Creates a run without models.
     *
     * @param threads how many threads run each model at once
     */
    public BenchmarkRun(int threads) {
        this.threads = threads;
    }

    /**
     * Loads a model; what an engine has to make once, such as a quantized graph, is made before.
     *
     * @param plan how it is loaded
     * @param inputs what makes its inputs
     * @param shapes the shapes of the inputs
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if the model is broken
     */
    public void add(ModelPlan plan, SyntheticInputs inputs, List<Shape> shapes)
            throws IOException, ModelException {
        long begin = System.nanoTime();
        Engine.getEngine(plan.engine()).getVersion();
        engineNanos.add(System.nanoTime() - begin);
        plans.add(plan);
        if (!plan.engine().equals(RowSpec.PLAIN_ENGINE)) {
            plan.loadArrays().close();
        }
        models.add(TimedModel.load(plan, inputs, shapes, threads));
    }

    /**
     * Runs the models.
     *
     * @param warmup how often each thread runs each model before the clock starts
     * @param iterations the least number of predictions of each model
     * @param nanos the least time for all
     * @param progress receives the number of predictions done
     * @return what was measured, in the order in which the models were added
     * @throws TranslateException if a model fails
     */
    public List<ModelTiming> run(int warmup, int iterations, long nanos, LongConsumer progress)
            throws TranslateException {
        for (TimedModel model : models) {
            model.run(warmup);
            model.reset();
        }
        int each = threads == 1 ? 1 : PER_THREAD;
        List<Work<Integer, TranslateException>> slices = new ArrayList<>();
        models.forEach(model -> slices.add(() -> model.run(each)));
        InterleavedTimer timer = new InterleavedTimer(models.size(), rest());
        long end = System.nanoTime() + nanos;
        int perSlice = each * threads;
        int done = 0;
        while (done < iterations || System.nanoTime() < end) {
            timer.round(slices);
            done += perSlice;
            progress.accept(done);
        }
        return timings(timer.statistics(), perSlice);
    }

    private List<ModelTiming> timings(List<LatencyStatistics> slices, int perSlice) {
        List<ModelTiming> timings = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            TimedModel model = models.get(i);
            Map<Phase, LatencyStatistics> phases = new EnumMap<>(Phase.class);
            for (Phase phase : Phase.values()) {
                phases.put(phase, model.latency(phase));
            }
            ModelPlan plan = plans.get(i);
            String version = Engine.getEngine(plan.engine()).getVersion();
            timings.add(
                    new ModelTiming(
                            plan.engine() + " (" + version + ")",
                            options(plan),
                            engineNanos.get(i),
                            model.loadNanos(),
                            slices.get(i),
                            perSlice,
                            phases,
                            model.result()));
        }
        return timings;
    }

    private long rest() {
        boolean single =
                plans.stream().allMatch(p -> "1".equals(p.options().get("intraOpNumThreads")));
        return single || plans.size() == 1 ? 0 : REST_NANOS;
    }

    /** Where graphs are kept tells nothing about speed. */
    private static Map<String, String> options(ModelPlan plan) {
        Map<String, String> options = new TreeMap<>(plan.options());
        options.remove(ModelPlan.CACHE);
        return options;
    }

    /** {@inheritDoc} */
    @Override
    public void close() {
        models.forEach(TimedModel::close);
        models.clear();
    }
}
