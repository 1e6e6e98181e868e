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
package io.github.djlint8.cli.pipeline;

import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.github.djlint8.api.AtomicFile;
import io.github.djlint8.api.Digests;
import io.github.djlint8.calibration.evaluate.Evaluation;
import io.github.djlint8.cli.compare.ModelFolder;
import io.github.djlint8.cli.output.Json;
import io.github.djlint8.cli.quantize.CardFile;
import io.github.djlint8.onnx.ModelHash;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the steps of a plan, each on what the one before wrote, until one loses too much.
 *
 * <p>Each step has a folder of its own, which stays. A step that was accepted is not run again when
 * a pipeline goes on, as long as its command and its input are the same. Not safe for use by many
 * threads.
 */
public final class Pipeline {

    private static final String SERVING = "serving.properties";

    private final PipelinePlan plan;
    private final StepGate gate;
    private final Path output;
    private final boolean resume;
    private final Runner runner;

    /**
     * Creates a pipeline.
     *
     * @param plan the plan
     * @param gate measures each step
     * @param output the folder to write, which must be there
     * @param resume whether to go on from what is there
     * @param runner runs commands
     */
    public Pipeline(PipelinePlan plan, StepGate gate, Path output, boolean resume, Runner runner) {
        this.plan = plan;
        this.gate = gate;
        this.output = output;
        this.resume = resume;
        this.runner = runner;
    }

    /** Runs a command of {@code djl-int8}. */
    public interface Runner {

        /**
         * Checks a command line without running it; a mistake on it is an exception.
         *
         * @param arguments the arguments
         */
        void check(List<String> arguments);

        /**
         * Runs a command line.
         *
         * @param arguments the arguments
         * @param report the file for what it prints
         * @throws StepFailedException if it fails
         * @throws IOException if the report cannot be written
         */
        void run(List<String> arguments, Path report) throws StepFailedException, IOException;
    }

    /** Checks the command lines of all steps, so that a mistake shows before the first one runs. */
    public void check() {
        for (int i = 0; i < plan.steps().size(); i++) {
            PlannedStep step = plan.steps().get(i);
            if (step.kind() != StepKind.COMPRESS) {
                runner.check(arguments(step, gate.original().model(), folder(i)));
            }
        }
    }

    /**
     * Runs the steps.
     *
     * @return what came of them
     * @throws StepFailedException if a command fails
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if a model is malformed
     * @throws TranslateException if a model fails
     */
    public PipelineReport run()
            throws StepFailedException, IOException, ModelException, TranslateException {
        List<StepResult> results = new ArrayList<>();
        Path current = gate.original().model();
        for (int i = 0; i < plan.steps().size(); i++) {
            StepResult result = run(plan.steps().get(i), folder(i), current);
            results.add(result);
            if (!result.accepted()) {
                break;
            }
            current = Path.of(result.file());
        }
        return new PipelineReport(gate.score().option(), plan.steps().size(), results);
    }

    private StepResult run(PlannedStep step, Path folder, Path current)
            throws StepFailedException, IOException, ModelException, TranslateException {
        List<String> arguments = arguments(step, current, folder);
        List<String> identity = new ArrayList<>(arguments);
        identity.add("max-loss " + step.maxLoss());
        identity.add(ModelHash.of(current));
        Path record = beside(folder, ".json");
        Optional<StepResult> done = resume ? accepted(record, identity) : Optional.empty();
        if (done.isPresent()) {
            return done.get();
        }
        arguments.add(goesOn(step, folder, identity) ? "--resume" : "--force");
        Path file = write(step, arguments, folder, current);
        boolean quantized =
                step.kind().compareTo(StepKind.QUANTIZE) >= 0
                        && plan.steps().stream().anyMatch(s -> s.kind() == StepKind.QUANTIZE);
        Evaluation measured = gate.measure(file, quantized, step.maxLoss());
        StepResult result =
                StepResult.of(step.kind().option(), file.toString(), identity, measured);
        AtomicFile.writeString(record, Json.report(result));
        return result;
    }

    /** Tells whether a training that was interrupted started from the same model and options. */
    private boolean goesOn(PlannedStep step, Path folder, List<String> identity)
            throws IOException {
        Path started = beside(folder, ".started");
        String digest = Digests.of(identity);
        boolean same = Files.isRegularFile(started) && Files.readString(started).equals(digest);
        AtomicFile.writeString(started, digest);
        return resume && same && step.kind().trains();
    }

    /** Does a step and returns the model file. */
    private Path write(PlannedStep step, List<String> arguments, Path folder, Path current)
            throws StepFailedException, IOException, ModelException {
        Path file = folder.resolve(step.kind().file(current.getFileName().toString()));
        Files.deleteIfExists(file);
        if (!step.kind().trains()) {
            copyCompanions(ModelFolder.ofFile(current), folder);
        }
        if (step.kind() == StepKind.COMPRESS) {
            ModelWriter.builder().optGzip(true).build().save(OnnxModel.open(current), file);
            CardFile.write(file, Optional.empty());
        } else {
            runner.run(arguments, beside(folder, ".txt"));
        }
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException(
                    "Step " + step.kind().option() + " stopped before it wrote " + file);
        }
        return file;
    }

    private static void copyCompanions(ModelFolder from, Path target) throws IOException {
        from.copyCompanions(target);
        Path serving = from.path().resolve(SERVING);
        if (Files.isRegularFile(serving)) {
            Files.copy(serving, target.resolve(SERVING), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private List<String> arguments(PlannedStep step, Path current, Path folder) {
        List<String> arguments = new ArrayList<>();
        arguments.add(step.kind().option());
        arguments.addAll(files(step, current, folder));
        if (step.kind().trains()) {
            arguments.addAll(List.of("--output", folder.toString()));
        }
        arguments.addAll(step.arguments());
        return arguments;
    }

    private List<String> files(PlannedStep step, Path current, Path folder) {
        String input = current.toAbsolutePath().getParent().toString();
        return switch (step.kind()) {
            case PRUNE -> List.of("--model", input);
            case DISTILL -> {
                Map<String, String> models = new LinkedHashMap<>();
                models.put("teacher", gate.original().path().toString());
                models.put("base", input);
                models.keySet().removeAll(step.options().keySet());
                yield models.entrySet().stream()
                        .map(e -> "--" + e.getKey() + "=" + e.getValue())
                        .toList();
            }
            case QUANTIZE ->
                    List.of(current.toString(), folder.resolve(step.kind().file("")).toString());
            case COMPRESS -> List.of(current.toString());
        };
    }

    /** Reads the result of a step that was accepted before, if it is the same step. */
    private static Optional<StepResult> accepted(Path record, List<String> identity)
            throws IOException {
        if (!Files.isRegularFile(record)) {
            return Optional.empty();
        }
        try {
            StepResult result = new Gson().fromJson(Files.readString(record), StepResult.class);
            return Optional.ofNullable(result)
                    .filter(r -> r.accepted() && r.command().equals(identity))
                    .filter(r -> Files.isRegularFile(Path.of(r.file())));
        } catch (JsonParseException e) {
            throw new IOException("Result " + record + " of a step is not the JSON expected", e);
        }
    }

    private Path folder(int step) {
        return output.resolve((step + 1) + "-" + plan.steps().get(step).kind().option());
    }

    private static Path beside(Path folder, String end) {
        return folder.resolveSibling(folder.getFileName() + end);
    }
}
