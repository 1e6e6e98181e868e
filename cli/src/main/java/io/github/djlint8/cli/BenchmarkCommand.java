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
package io.github.djlint8.cli;

import ai.djl.MalformedModelException;
import ai.djl.ModelException;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.TranslateException;
import ai.djl.util.Utils;
import io.github.djlint8.cli.benchmark.BenchmarkReport;
import io.github.djlint8.cli.benchmark.BenchmarkRun;
import io.github.djlint8.cli.benchmark.CountedWork;
import io.github.djlint8.cli.benchmark.ModelSource;
import io.github.djlint8.cli.benchmark.ModelTiming;
import io.github.djlint8.cli.benchmark.ShapeList;
import io.github.djlint8.cli.compare.ModelFolder;
import io.github.djlint8.cli.compare.ModelPlan;
import io.github.djlint8.cli.compare.RowSpec;
import io.github.djlint8.cli.compare.SyntheticInputs;
import io.github.djlint8.cli.output.Progress;
import io.github.djlint8.engine.session.IntegerPeak;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.quantize.DynamicQuantizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code djl-int8 benchmark}: djl-bench with a reference in the same run. */
@Command(
        name = "benchmark",
        sortOptions = false,
        description = {
            "Measure how fast a model runs, beside the same model in Float32.",
            "",
            "Options and output lines are those of djl-bench. The inputs are made up: token ids"
                    + " inside the vocabulary, masks of ones. Model and reference take turns."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  djl-int8 benchmark -p pos-en-minilm -c 200",
            "  djl-int8 benchmark -p model.onnx -s \"(1,32)l,(1,32)l,(1,32)l\" -t 2 -d 10",
            "  djl-int8 benchmark -p model-int8.onnx --reference model.onnx --format json"
        })
final class BenchmarkCommand implements Callable<Integer> {

    private static final String INT8 = "Int8";
    private static final String THREADS_INSIDE = "intraOpNumThreads";

    @Option(
            names = {"-p", "--model-path", "--model"},
            required = true,
            paramLabel = "MODEL",
            description = "A name from 'djl-int8 models', a folder, or an ONNX file.")
    private String model;

    @Option(
            names = {"-n", "--model-name"},
            paramLabel = "FILE",
            description = "The ONNX file in a folder (default: model.onnx).")
    private String modelName;

    @Option(
            names = {"-e", "--engine"},
            paramLabel = "ENGINE",
            defaultValue = INT8,
            description = "The engine (default: ${DEFAULT-VALUE}).")
    private String engine;

    @Option(
            names = "--model-options",
            paramLabel = "KEY=VALUE",
            split = ",",
            description = "Options of the engine, such as precision=dynamic.")
    private Map<String, String> options = new LinkedHashMap<>();

    @Option(
            names = {"-s", "--input-shapes"},
            paramLabel = "SHAPES",
            description =
                    "The shapes of the inputs in the order of the graph, such as (1,16)l,(1,16)l.")
    private String shapes;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "1",
            converter = AtLeastOne.class,
            description = "Unknown first dimensions, without -s (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--tokens",
            paramLabel = "N",
            defaultValue = "16",
            converter = AtLeastOne.class,
            description = "Other unknown dimensions, without -s (default: ${DEFAULT-VALUE}).")
    private int tokens;

    @Option(
            names = {"-c", "--iteration"},
            paramLabel = "N",
            defaultValue = "100",
            converter = AtLeastOne.class,
            description =
                    "The least number of predictions of each model; at least 10 for each of"
                            + " several threads (default: ${DEFAULT-VALUE}).")
    private int iterations;

    @Option(
            names = {"-d", "--duration"},
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "The least time to run, whatever -c says (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = {"-w", "--warmup-iteration"},
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "Predictions of each thread before the clock (default: ${DEFAULT-VALUE}).")
    private int warmup;

    @Option(
            names = {"-t", "--threads"},
            paramLabel = "N",
            defaultValue = "1",
            converter = AtLeastOne.class,
            description = "Threads that run the model at once (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--reference",
            paramLabel = "MODEL",
            description =
                    "What to compare with, in DJL's engine OnnxRuntime (default: the model itself"
                            + " if it is a float model).")
    private String reference;

    @Mixin private FormatOption format;

    @Spec private CommandSpec spec;

    /** {@inheritDoc} */
    @Override
    public Integer call() throws IOException, ModelException, TranslateException {
        requireAtLeastZero("--duration", seconds);
        requireAtLeastZero("--warmup-iteration", warmup);
        List<Shape> given = givenShapes();
        ModelSource source = ModelSource.find(model, modelName);
        OnnxModel graph = OnnxModel.open(source.file());
        boolean quantized = DynamicQuantizer.isQuantized(graph);
        Optional<ModelSource> compared = reference(source, quantized);
        SyntheticInputs inputs = SyntheticInputs.of(graph);
        List<Shape> used = given.isEmpty() ? inputs.shapes(batch, tokens) : given;
        Path scratch = Files.createTempDirectory("djl-int8-benchmark");
        try (BenchmarkRun run = new BenchmarkRun(threads)) {
            ModelPlan plan = plan(source, quantized, scratch);
            run.add(plan, inputs, used);
            if (compared.isPresent()) {
                run.add(referencePlan(compared.get()), inputs, used);
            }
            CountedWork work =
                    CountedWork.count(plan.ran(), inputs, used, scratch.resolve("counted"));
            double before = IntegerPeak.SQUARE.measure(threads);
            List<ModelTiming> timings = time(run);
            double peak = Math.max(before, IntegerPeak.SQUARE.measure(threads));
            format.print(
                    new BenchmarkReport(
                            source.name(),
                            inputs.describe(used),
                            threads,
                            timings.get(0),
                            timings.stream().skip(1).findFirst(),
                            work,
                            peak));
        } finally {
            Utils.deleteQuietly(scratch);
        }
        return ExitCode.OK;
    }

    private List<Shape> givenShapes() {
        try {
            return shapes == null ? List.of() : ShapeList.parse(shapes);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "--input-shapes: " + e.getMessage(), e);
        }
    }

    private Optional<ModelSource> reference(ModelSource source, boolean quantized)
            throws IOException {
        if (reference != null) {
            return Optional.of(ModelSource.find(reference, null));
        }
        boolean itself = engine.equals(RowSpec.PLAIN_ENGINE) && options.isEmpty();
        return quantized || itself ? Optional.empty() : Optional.of(source);
    }

    private ModelPlan plan(ModelSource source, boolean quantized, Path scratch)
            throws IOException, MalformedModelException {
        Map<String, String> all = new TreeMap<>(options);
        all.putIfAbsent(THREADS_INSIDE, "1");
        Path file = source.file();
        if (!engine.equals(RowSpec.PLAIN_ENGINE)) {
            all.putIfAbsent(ModelPlan.CACHE, scratch.resolve("cache").toString());
            if (quantized) {
                // a float model beside it would run in its place
                file = ModelFolder.linkModel(file, scratch.resolve("model"));
                all.putIfAbsent(RowSpec.PRECISION, "float32");
            }
        }
        return new ModelPlan(file.getParent(), file.getFileName().toString(), engine, all);
    }

    /** The plain engine reads no compressed files. */
    private ModelPlan referencePlan(ModelSource source) {
        Map<String, String> same = new TreeMap<>();
        same.put(THREADS_INSIDE, options.getOrDefault(THREADS_INSIDE, "1"));
        boolean compressed = source.fileName().endsWith(".gz");
        if (compressed) {
            same.put(RowSpec.PRECISION, "float32");
        }
        String plain = compressed ? INT8 : RowSpec.PLAIN_ENGINE;
        return new ModelPlan(source.folder(), source.fileName(), plain, same);
    }

    private List<ModelTiming> time(BenchmarkRun run) throws TranslateException {
        try (Progress progress = Progress.start("Running", iterations)) {
            return run.run(warmup, iterations, TimeUnit.SECONDS.toNanos(seconds), progress);
        }
    }

    private void requireAtLeastZero(String option, int value) {
        if (value < 0) {
            throw new ParameterException(
                    spec.commandLine(), option + " must be at least 0, found " + value);
        }
    }
}
