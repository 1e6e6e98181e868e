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
import io.github.djlint8.calibration.evaluate.InterleavedTimer;
import io.github.djlint8.calibration.metric.LatencyStatistics;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Prints how long a model takes from its files to the first sentence, in Float32 and INT8, in a
 * process that has loaded both before.
 *
 * <p>Both take turns in one process, in an order drawn anew each round, so that what else the
 * machine does slows them alike. Arguments: model, rounds; all models and 30 rounds by default.
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
     * @throws Exception if a file cannot be read or written, or a model cannot be quantized, loaded
     *     or run
     */
    public static void main(String[] args) throws Exception {
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : DEFAULT_ROUNDS;
        System.out.println("| model | peer | median ms | p95 ms | times float32 |");
        System.out.println("|---|---|---|---|---|");
        for (BenchmarkModel model : BenchmarkModel.named(args)) {
            compare(model, rounds);
        }
    }

    private static void compare(BenchmarkModel model, int rounds) throws Exception {
        List<LatencyStatistics> times;
        try (OpenModel open = new OpenModel()) {
            List<Load> work = PEERS.stream().map(peer -> new Load(peer, model, open)).toList();
            time(work, WARMUP);
            times = time(work, rounds);
        }
        double reference = times.get(0).p50();
        for (int p = 0; p < PEERS.size(); p++) {
            LatencyStatistics t = times.get(p);
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

    private static List<LatencyStatistics> time(List<Load> work, int rounds) throws Exception {
        InterleavedTimer timer = new InterleavedTimer(work.size());
        for (int round = 0; round < rounds; round++) {
            timer.round(work);
        }
        return timer.statistics();
    }

    /** The model that was loaded last, which it owns; the next one closes it. */
    private static final class OpenModel implements AutoCloseable {

        private SentenceRunner runner;

        /** {@inheritDoc} */
        @Override
        public void close() {
            if (runner != null) {
                runner.close();
                runner = null;
            }
        }
    }

    /** Loads a model and runs a sentence; closing the one before does not count. */
    private record Load(Peer peer, BenchmarkModel model, OpenModel open)
            implements InterleavedTimer.Work<Float, Exception> {

        /** {@inheritDoc} */
        @Override
        public void prepare() {
            open.close();
        }

        /** {@inheritDoc} */
        @Override
        public Float run() throws IOException, ModelException, TranslateException {
            open.runner = new SentenceRunner(peer, model);
            return open.runner.run(open.runner.sentence(TOKENS));
        }
    }
}
