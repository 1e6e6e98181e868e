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
package io.github.djlint8.benchmarks.profile;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Where the time of one run of a session goes, from a profile of many runs.
 *
 * <p>The time of each operator, and of each gap between two, is the mean of the middle half of its
 * runs: other work on the machine interrupts few of them, and the profile counts whole microseconds
 * only.
 *
 * <p>Immutable; threads may share it.
 *
 * @param runs the runs that were counted
 * @param operators the operators of a run
 * @param micros the time of the operators of each kind that the graph has
 * @param between the time from the begin to the end of a run outside of operators
 * @param operations the multiplications and additions of the products with weights of a run
 */
public record RunProfile(
        int runs,
        int operators,
        Map<OperatorKind, Double> micros,
        double between,
        double operations) {

    private static final String RUN = "model_run";

    /** Copies the map. */
    public RunProfile {
        micros = Map.copyOf(micros);
    }

    /**
     * Reads a profile.
     *
     * @param file a file that ONNX Runtime wrote, its session closed
     * @param warmup the runs at the beginning that do not count
     * @return the profile of a run
     * @throws IOException if the file cannot be read, is no profile, or its runs differ in
     *     operators
     */
    public static RunProfile read(Path file, int warmup) throws IOException {
        List<Run> runs = new ArrayList<>();
        try (Reader text = Files.newBufferedReader(file);
                JsonReader json = new JsonReader(text)) {
            List<KernelEvent> kernels = new ArrayList<>();
            json.beginArray();
            while (json.hasNext()) {
                JsonObject event = JsonParser.parseReader(json).getAsJsonObject();
                if (!event.has("name")) {
                    continue;
                }
                String name = event.get("name").getAsString();
                if (KernelEvent.matches(name)) {
                    kernels.add(KernelEvent.of(event));
                } else if (name.equals(RUN)) {
                    long begin = event.get("ts").getAsLong();
                    runs.add(Run.of(begin, begin + event.get("dur").getAsLong(), kernels));
                    kernels.clear();
                }
            }
            json.endArray();
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException("Not a profile of ONNX Runtime: " + file + ": " + e, e);
        }
        if (runs.size() <= warmup) {
            throw new IOException(
                    "Expected more than " + warmup + " runs in " + file + ", found " + runs.size());
        }
        return of(file, runs.subList(warmup, runs.size()));
    }

    /**
     * Returns how fast the products with weights were.
     *
     * @return multiplications and additions in a second
     */
    public double productRate() {
        return operations / (micros.getOrDefault(OperatorKind.PRODUCT, 0.0) / 1e6);
    }

    /**
     * Returns the time of a run.
     *
     * @return microseconds
     */
    public double total() {
        return between + micros.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static RunProfile of(Path file, List<Run> runs) throws IOException {
        List<KernelEvent> first = runs.get(0).kernels();
        for (Run run : runs) {
            if (run.kernels().size() != first.size()) {
                throw new IOException(
                        "Expected "
                                + first.size()
                                + " operators in each run in "
                                + file
                                + ", found "
                                + run.kernels().size());
            }
        }
        Map<OperatorKind, Double> micros = new EnumMap<>(OperatorKind.class);
        double between = middle(runs, run -> run.gap(first.size()));
        double operations = 0;
        for (int i = 0; i < first.size(); i++) {
            int k = i;
            between += middle(runs, run -> run.gap(k));
            micros.merge(
                    first.get(i).kind(),
                    middle(runs, run -> run.kernels().get(k).micros()),
                    Double::sum);
            operations += first.get(i).operations();
        }
        return new RunProfile(runs.size(), first.size(), micros, between, operations);
    }

    private static double middle(List<Run> runs, ToDoubleFunction<Run> value) {
        double[] sorted = runs.stream().mapToDouble(value).sorted().toArray();
        int out = sorted.length / 4;
        return Arrays.stream(sorted, out, sorted.length - out).average().orElseThrow();
    }

    /** One run: its operators in the order in which they began. */
    private record Run(long begin, long end, List<KernelEvent> kernels) {

        static Run of(long begin, long end, List<KernelEvent> kernels) {
            return new Run(
                    begin,
                    end,
                    kernels.stream().sorted(Comparator.comparingLong(KernelEvent::begin)).toList());
        }

        /** The time before a kernel; at their number, that after the last. */
        double gap(int k) {
            long from = k == 0 ? begin : kernels.get(k - 1).end();
            return (double) (k == kernels.size() ? end : kernels.get(k).begin()) - from;
        }
    }
}
