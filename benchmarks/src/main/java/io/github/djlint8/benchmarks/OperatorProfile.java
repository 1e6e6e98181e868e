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
import ai.djl.ndarray.NDList;
import ai.djl.translate.TranslateException;
import ai.djl.util.Utils;
import io.github.djlint8.benchmarks.peer.BenchmarkModel;
import io.github.djlint8.benchmarks.peer.Peer;
import io.github.djlint8.benchmarks.profile.OperatorKind;
import io.github.djlint8.benchmarks.profile.RunProfile;
import io.github.djlint8.benchmarks.throughput.CorpusThroughput;
import io.github.djlint8.calibration.evaluate.InterleavedTimer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints where the time of a run goes, by kind of operator, from ONNX Runtime's own profiles.
 *
 * <p>All peers take turns in one process, in an order drawn anew each round, each on one thread.
 * Writing the profile takes its share of the time between operators. Arguments: model, then shapes,
 * each a number of tokens or sentences and tokens as in {@code 8x32}; the system property {@code
 * rounds} is the number of runs that count, 300 by default.
 */
public final class OperatorProfile {

    private static final List<Peer> PEERS =
            List.of(Peer.FLOAT32, Peer.INT8, Peer.INT8_TOKEN, Peer.INT8_TENSOR, Peer.PUBLISHED);
    private static final int DEFAULT_ROUNDS = 300;
    private static final int WARMUP = 50;

    private OperatorProfile() {}

    /**
     * Runs.
     *
     * @param args a {@link BenchmarkModel} and shapes
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if a model cannot be quantized or loaded
     * @throws TranslateException if a model fails
     */
    public static void main(String[] args) throws IOException, ModelException, TranslateException {
        BenchmarkModel model = BenchmarkModel.valueOf(args[0].toUpperCase(Locale.ROOT));
        List<Peer> peers = PEERS.stream().filter(peer -> peer.supports(model)).toList();
        int rounds = Integer.getInteger("rounds", DEFAULT_ROUNDS);
        for (String shape : List.of(args).subList(1, args.length)) {
            Load load = Load.parse(shape, WARMUP + rounds);
            double before = CorpusThroughput.PRODUCT.measure(1);
            List<RunProfile> profiles = profiles(model, peers, load);
            double peak = 2 * Math.max(before, CorpusThroughput.PRODUCT.measure(1));
            print(model + ", " + shape + ": us", peers, profiles, peak);
        }
    }

    private static List<RunProfile> profiles(BenchmarkModel model, List<Peer> peers, Load load)
            throws IOException, ModelException, TranslateException {
        Path folder = Files.createTempDirectory("operator-profile");
        try {
            record(model, peers, load, folder);
            List<RunProfile> profiles = new ArrayList<>();
            for (Peer peer : peers) {
                profiles.add(RunProfile.read(file(folder.resolve(peer.name())), WARMUP));
            }
            return profiles;
        } finally {
            Utils.deleteQuietly(folder);
        }
    }

    /** Runs all peers in turns; a profile is complete when its session is closed. */
    private static void record(BenchmarkModel model, List<Peer> peers, Load load, Path folder)
            throws IOException, ModelException, TranslateException {
        List<SentenceRunner> runners = new ArrayList<>();
        try {
            for (Peer peer : peers) {
                Path file = Files.createDirectory(folder.resolve(peer.name())).resolve("profile");
                Map<String, String> options = Map.of("profilerOutput", file.toString());
                runners.add(new SentenceRunner(peer, model, 1, options));
            }
            run(runners, load);
        } finally {
            runners.forEach(SentenceRunner::close);
        }
    }

    private static void run(List<SentenceRunner> runners, Load load) throws TranslateException {
        List<InterleavedTimer.Work<Float, TranslateException>> work = new ArrayList<>();
        for (SentenceRunner runner : runners) {
            NDList input = runner.sentences(load.sentences(), load.tokens());
            work.add(() -> runner.run(input));
        }
        // Durations are in the profiles; only the order of each round is wanted.
        InterleavedTimer timer = new InterleavedTimer(work.size());
        for (int round = 0; round < load.rounds(); round++) {
            timer.round(work);
        }
    }

    /** ONNX Runtime adds date and time to the name. */
    private static Path file(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findFirst()
                    .orElseThrow(() -> new IOException("ONNX Runtime left no file in " + folder));
        }
    }

    private static void print(
            String title, List<Peer> peers, List<RunProfile> profiles, double peak) {
        row(title, peers, peer -> peer.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        System.out.println("|---".repeat(peers.size() + 1) + "|");
        for (OperatorKind kind : OperatorKind.values()) {
            row(kind.label(), profiles, p -> number(p.micros().getOrDefault(kind, 0.0)));
        }
        row("between operators", profiles, p -> number(p.between()));
        row("all", profiles, p -> number(p.total()));
        row("operators", profiles, p -> String.valueOf(p.operators()));
        row("products, Gop/s", profiles, p -> number(p.productRate() / 1e9));
        row("products, % of peak", profiles, p -> number(100 * p.productRate() / peak));
        row(
                "whole run, % of peak",
                profiles, p -> number(100 * p.operations() / (p.total() / 1e6) / peak));
        System.out.printf(
                Locale.ROOT,
                "%nPeak, %s on one thread: %.0f Gop/s%n%n",
                CorpusThroughput.PRODUCT,
                peak / 1e9);
    }

    private static <T> void row(String title, List<T> values, Function<T, String> text) {
        System.out.println(
                values.stream()
                        .map(text)
                        .collect(Collectors.joining(" | ", "| " + title + " | ", " |")));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }

    /** Sentences of one length, and how often they are run. */
    private record Load(int sentences, int tokens, int rounds) {

        static Load parse(String shape, int rounds) {
            int cross = shape.indexOf('x');
            int sentences = cross < 0 ? 1 : Integer.parseInt(shape.substring(0, cross));
            return new Load(sentences, Integer.parseInt(shape.substring(cross + 1)), rounds);
        }
    }
}
