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
package io.github.djlint8.cli.compare;

import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.djlint8.calibration.gate.ResidentMemory;
import io.github.djlint8.zoo.translator.ScoredWords;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Measures how much memory a process needs that runs one model and nothing else.
 *
 * <p>In a process with two models nobody can tell whose pages are resident. So each model is loaded
 * by a Java process of its own, which labels sentences, collects garbage, and then reads what the
 * operating system says. Stateless and safe for use by many threads.
 */
public final class MemoryProbe {

    private static final int MAX_SENTENCES = 200;
    private static final String SEPARATOR = "\t";

    private MemoryProbe() {}

    /**
     * Measures a model that was loaded here before, so that its quantized form is in the cache.
     *
     * @param model the model
     * @param sentences the words of sentences to label; the first ones are taken
     * @return the resident memory of a fresh process in bytes; empty where the system does not tell
     * @throws IOException if the process cannot be started, or fails
     */
    public static Optional<Long> measure(ComparedModel model, List<String[]> sentences)
            throws IOException {
        if (ResidentMemory.bytes().isEmpty()) {
            return Optional.empty();
        }
        Path errors = Files.createTempFile("djl-int8-memory", ".txt");
        Process process =
                new ProcessBuilder(command(model.plan())).redirectError(errors.toFile()).start();
        try {
            try (Writer in = process.outputWriter(StandardCharsets.UTF_8)) {
                for (String[] words :
                        sentences.subList(0, Math.min(MAX_SENTENCES, sentences.size()))) {
                    in.write(String.join(SEPARATOR, words) + "\n");
                }
            }
            String answer = process.inputReader(StandardCharsets.UTF_8).readLine();
            int code = process.waitFor();
            if (code != 0 || answer == null) {
                throw new IOException(
                        "The process that measures the memory of "
                                + model.name()
                                + " ended with exit code "
                                + code
                                + ": "
                                + firstLine(errors));
            }
            return Optional.of(Long.parseLong(answer));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while measuring memory", e);
        } finally {
            process.destroy();
            Files.deleteIfExists(errors);
        }
    }

    private static String firstLine(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.contains("xception") || line.contains("rror"))
                    .findFirst()
                    .orElse("it does not say why");
        }
    }

    private static List<String> command(ModelPlan plan) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // the collector with the smallest heap of its own, so that the model is what differs
        command.add("-XX:+UseSerialGC");
        for (String property : List.of("OPT_OUT_TRACKING", "ai.djl.offline")) {
            command.add("-D" + property + "=true");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(MemoryProbe.class.getName(), plan.folder().toString()));
        command.addAll(List.of(plan.file(), plan.engine()));
        plan.options().forEach((key, value) -> command.add(key + "=" + value));
        return command;
    }

    /**
     * Loads a model, labels the sentences of standard input, and prints the resident memory.
     *
     * @param args the folder, the name of the file in it, the engine, and its options as {@code
     *     KEY=VALUE}
     * @throws IOException if a file cannot be read
     * @throws ModelException if the model cannot be loaded
     * @throws TranslateException if the model fails
     */
    public static void main(String[] args) throws IOException, ModelException, TranslateException {
        Map<String, String> options = new TreeMap<>();
        for (String option : List.of(args).subList(3, args.length)) {
            int equals = option.indexOf('=');
            options.put(option.substring(0, equals), option.substring(equals + 1));
        }
        ModelPlan plan = new ModelPlan(Path.of(args[0]), args[1], args[2], options);
        try (ZooModel<String[], ScoredWords> model = plan.load();
                Predictor<String[], ScoredWords> predictor = model.newPredictor();
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                predictor.predict(line.split(SEPARATOR));
            }
            // garbage of loading is not what a service keeps
            System.gc();
            System.out.println(ResidentMemory.bytes().orElseThrow());
        }
    }
}
