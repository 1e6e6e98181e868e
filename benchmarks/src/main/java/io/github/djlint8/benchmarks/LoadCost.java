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
package io.github.djlint8.benchmarks;

import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.repository.Artifact;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.djlint8.calibration.gate.ResidentMemory;
import io.github.djlint8.engine.session.OrtRuntime;
import io.github.djlint8.zoo.Int8ModelZoo;
import io.github.djlint8.zoo.recipe.RecipeRepository;
import io.github.djlint8.zoo.text.SubwordEncoder;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Prints how long a tagger of the zoo takes from the start of a virtual machine to its first
 * prediction, and how much memory it has then and at its peak; each in virtual machines of its own,
 * in turns.
 *
 * <p>Arguments: the number of rounds, and options for the virtual machines.
 */
public final class LoadCost {

    /** The virtual machine with the native libraries and the vocabulary, but no model. */
    private static final String NONE = "none";

    private static final List<String> PRECISIONS = List.of(NONE, "float32", "int8", "dynamic");
    private static final String CHILD = "child";
    private static final int PREDICTIONS = 100;
    private static final double MEGA = 1 << 20;
    private static final int DEFAULT_ROUNDS = 5;

    private LoadCost() {}

    /**
     * Runs.
     *
     * @param args see above
     * @throws IOException if a file cannot be read or a virtual machine not started
     * @throws ModelException if the model cannot be loaded
     * @throws TranslateException if the model fails
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] args)
            throws IOException, ModelException, TranslateException, InterruptedException {
        if (args.length == 2 && args[0].equals(CHILD)) {
            if (args[1].equals(NONE)) {
                loadNothing();
            } else {
                load(args[1]);
            }
            return;
        }
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : DEFAULT_ROUNDS;
        List<String> options = args.length > 1 ? List.of(args).subList(1, args.length) : List.of();
        double[][][] results = new double[PRECISIONS.size()][3][rounds];
        for (int round = -1; round < rounds; round++) {
            for (int p = 0; p < PRECISIONS.size(); p++) {
                double[] found = start(PRECISIONS.get(p), options);
                // The first round fills the caches.
                for (int i = 0; round >= 0 && i < found.length; i++) {
                    results[p][i][round] = found[i];
                }
            }
        }
        System.out.println("| precision | first prediction ms | resident MB | peak MB |");
        System.out.println("|---|---|---|---|");
        for (int p = 0; p < PRECISIONS.size(); p++) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.0f | %.0f |%n",
                    PRECISIONS.get(p),
                    median(results[p][0]),
                    median(results[p][1]),
                    median(results[p][2]));
        }
    }

    private static void load(String precision)
            throws IOException, ModelException, TranslateException {
        String[] words = "Mary had a little lamb in New York and fed it .".split(" ");
        try (ZooModel<String[], String[]> model =
                        Criteria.builder()
                                .setTypes(String[].class, String[].class)
                                .optGroupId(Int8ModelZoo.GROUP_ID)
                                .optEngine("Int8")
                                .optFilter("task", "pos")
                                .optFilter("precision", precision)
                                .build()
                                .loadModel();
                Predictor<String[], String[]> predictor = model.newPredictor()) {
            predictor.predict(words);
            long millis = sinceStart();
            for (int i = 0; i < PREDICTIONS; i++) {
                predictor.predict(words);
            }
            report(millis);
        }
    }

    private static void loadNothing() throws IOException {
        RecipeRepository repository = new RecipeRepository();
        Artifact artifact = repository.resource("pos-en-minilm").getDefaultArtifact();
        OrtRuntime.environment();
        try (SubwordEncoder encoder =
                SubwordEncoder.open(repository.getResourceDirectory(artifact))) {
            encoder.encode(List.of("Mary"));
            report(sinceStart());
        }
    }

    private static long sinceStart() {
        return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    }

    private static void report(long millis) {
        System.gc();
        System.out.printf(
                Locale.ROOT,
                "%d %.1f %.1f%n",
                millis,
                ResidentMemory.bytes().orElse(0) / MEGA,
                ResidentMemory.peakBytes().orElse(0) / MEGA);
    }

    private static double[] start(String precision, List<String> options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(LoadCost.class.getName(), CHILD, precision));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader out = process.inputReader()) {
            String line = out.readLine();
            if (process.waitFor() != 0 || line == null) {
                throw new IOException("The run of " + precision + " failed: " + command);
            }
            return Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray();
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
