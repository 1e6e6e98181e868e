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
import io.github.djlint8.benchmarks.peer.BenchmarkModel;
import io.github.djlint8.benchmarks.peer.Peer;
import io.github.djlint8.calibration.evaluate.InterleavedTimer;
import io.github.djlint8.calibration.evaluate.InterleavedTimer.Work;
import io.github.djlint8.calibration.metric.LatencyStatistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints how the cost of Float32 and INT8 grows with tokens, sentences in a batch, threads inside
 * an operator, and the size of the model.
 *
 * <p>Both take turns; with several threads there is a rest before each. Arguments: the seconds for
 * each row, 3 by default; there are 40 rows.
 */
public final class CostGrowth {

    private static final List<Peer> PEERS = List.of(Peer.FLOAT32, Peer.INT8);
    private static final int[] THREADS = {1, 2};
    private static final int[] TOKENS = {8, 16, 32, 64, 128, 256, 512};
    private static final int[] BATCHES = {4, 16, 64};
    private static final int BATCH_TOKENS = 16;
    private static final int LEAST_ROUNDS = 3;
    private static final double DEFAULT_SECONDS = 3;
    private static final double WARMUP_PART = 0.2;

    /** Threads of a session spin for some milliseconds after a run. */
    private static final long REST_NANOS = 20_000_000;

    private CostGrowth() {}

    /**
     * Runs.
     *
     * @param args the seconds for each row
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if a model cannot be quantized or loaded
     * @throws TranslateException if a model fails
     */
    public static void main(String[] args) throws IOException, ModelException, TranslateException {
        double seconds = args.length > 0 ? Double.parseDouble(args[0]) : DEFAULT_SECONDS;
        System.out.println(
                "| model | threads | batch | tokens | float32 ms | int8 ms | int8 us a token"
                        + " | times float32 | rounds |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (BenchmarkModel model : BenchmarkModel.values()) {
            for (int threads : THREADS) {
                grow(model, threads, seconds);
            }
        }
    }

    private static void grow(BenchmarkModel model, int threads, double seconds)
            throws IOException, ModelException, TranslateException {
        List<SentenceRunner> runners = new ArrayList<>();
        try {
            for (Peer peer : PEERS) {
                runners.add(new SentenceRunner(peer, model, threads));
            }
            for (int tokens : TOKENS) {
                print(model, threads, 1, tokens, time(runners, threads, 1, tokens, seconds));
            }
            for (int batch : BATCHES) {
                print(
                        model,
                        threads,
                        batch,
                        BATCH_TOKENS,
                        time(runners, threads, batch, BATCH_TOKENS, seconds));
            }
        } finally {
            runners.forEach(SentenceRunner::close);
        }
    }

    private static List<LatencyStatistics> time(
            List<SentenceRunner> runners, int threads, int batch, int tokens, double seconds)
            throws TranslateException {
        List<NDList> inputs = new ArrayList<>();
        List<Work<Float, TranslateException>> work = new ArrayList<>();
        for (SentenceRunner runner : runners) {
            NDList input = runner.sentences(batch, tokens);
            inputs.add(input);
            work.add(() -> runner.run(input));
        }
        long rest = threads == 1 ? 0 : REST_NANOS;
        rounds(work, rest, 1, WARMUP_PART * seconds);
        List<LatencyStatistics> times =
                rounds(work, rest, LEAST_ROUNDS, (1 - WARMUP_PART) * seconds);
        inputs.forEach(NDList::close);
        return times;
    }

    private static List<LatencyStatistics> rounds(
            List<Work<Float, TranslateException>> work, long rest, int least, double seconds)
            throws TranslateException {
        InterleavedTimer timer = new InterleavedTimer(work.size(), rest);
        long end = System.nanoTime() + (long) (seconds * 1e9);
        for (int i = 0; i < least || System.nanoTime() < end; i++) {
            timer.round(work);
        }
        return timer.statistics();
    }

    private static void print(
            BenchmarkModel model,
            int threads,
            int batch,
            int tokens,
            List<LatencyStatistics> times) {
        double reference = times.get(0).p50();
        double own = times.get(1).p50();
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %d | %d | %.2f | %.2f | %.0f | %.2f | %d |%n",
                model,
                threads,
                batch,
                tokens,
                reference / 1e6,
                own / 1e6,
                own / 1e3 / batch / tokens,
                reference / own,
                times.get(0).count());
    }
}
