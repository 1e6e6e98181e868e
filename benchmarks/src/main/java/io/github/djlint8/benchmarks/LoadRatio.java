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
import ai.djl.translate.TranslateException;
import io.github.djlint8.benchmarks.peer.BenchmarkModel;
import io.github.djlint8.benchmarks.peer.Peer;
import io.github.djlint8.calibration.metric.LatencyStatistics;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Prints how long a model takes from its files to the first sentence, in Float32 and INT8, in a
 * process that has loaded both before.
 *
 * <p>Both take turns in one process, so that what else the machine does slows them alike.
 * Arguments: model, rounds; all models and 30 rounds by default.
 */
public final class LoadRatio {

    private static final List<Peer> PEERS = List.of(Peer.FLOAT32, Peer.INT8);
    private static final int TOKENS = 16;
    private static final int DEFAULT_ROUNDS = 30;
    private static final int WARMUP = 3;

    private LoadRatio() {}

    /**
     * Runs.
     *
     * @param args the name of a {@link BenchmarkModel}, and the number of rounds
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if a model cannot be quantized or loaded
     * @throws TranslateException if a model fails
     */
    public static void main(String[] args) throws IOException, ModelException, TranslateException {
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : DEFAULT_ROUNDS;
        System.out.println("| model | peer | median ms | p95 ms | times float32 |");
        System.out.println("|---|---|---|---|---|");
        for (BenchmarkModel model : BenchmarkModel.named(args)) {
            compare(model, rounds);
        }
    }

    private static void compare(BenchmarkModel model, int rounds)
            throws IOException, ModelException, TranslateException {
        long[][] nanos = new long[PEERS.size()][rounds];
        for (int round = -WARMUP; round < rounds; round++) {
            for (int p = 0; p < PEERS.size(); p++) {
                long elapsed = load(PEERS.get(p), model);
                if (round >= 0) {
                    nanos[p][round] = elapsed;
                }
            }
        }
        double reference = LatencyStatistics.of(nanos[0]).p50();
        for (int p = 0; p < PEERS.size(); p++) {
            LatencyStatistics t = LatencyStatistics.of(nanos[p]);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %.1f | %.1f | %.2f |%n",
                    model,
                    PEERS.get(p),
                    t.p50() / 1e6,
                    t.p95() / 1e6,
                    reference / t.p50());
        }
    }

    private static long load(Peer peer, BenchmarkModel model)
            throws IOException, ModelException, TranslateException {
        long start = System.nanoTime();
        try (SentenceRunner runner = new SentenceRunner(peer, model)) {
            runner.run(runner.sentence(TOKENS));
            return System.nanoTime() - start;
        }
    }
}
