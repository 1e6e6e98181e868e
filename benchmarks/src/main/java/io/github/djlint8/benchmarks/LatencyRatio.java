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
import io.github.djlint8.calibration.metric.LatencyStatistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints how long a sentence takes with each peer, and how many times as fast as float32 it is.
 *
 * <p>All peers take turns in one process, so that what else the machine does slows them alike. Each
 * runs the sentence twice in its turn, and the second time counts: in a program with one model,
 * too, the caches hold what the model left there, not what another one did. Arguments: model,
 * rounds; all models and 200 rounds by default.
 */
public final class LatencyRatio {

    private static final int[] TOKENS = {16, 32, 128};
    private static final int DEFAULT_ROUNDS = 200;
    private static final int WARMUP_PART = 5;

    private LatencyRatio() {}

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
        System.out.println("| model | tokens | peer | median ms | p95 ms | times float32 |");
        System.out.println("|---|---|---|---|---|---|");
        for (BenchmarkModel model : BenchmarkModel.named(args)) {
            compare(model, rounds);
        }
    }

    private static void compare(BenchmarkModel model, int rounds)
            throws IOException, ModelException, TranslateException {
        List<Peer> peers = Peer.of(model);
        List<SentenceRunner> runners = new ArrayList<>();
        try {
            for (Peer peer : peers) {
                runners.add(new SentenceRunner(peer, model));
            }
            for (int tokens : TOKENS) {
                time(runners, tokens, rounds / WARMUP_PART);
                print(model, tokens, peers, time(runners, tokens, rounds));
            }
        } finally {
            runners.forEach(SentenceRunner::close);
        }
    }

    private static List<LatencyStatistics> time(
            List<SentenceRunner> runners, int tokens, int rounds) throws TranslateException {
        List<Turn> work = new ArrayList<>();
        for (SentenceRunner runner : runners) {
            work.add(new Turn(runner, runner.sentence(tokens)));
        }
        InterleavedTimer timer = new InterleavedTimer(runners.size());
        for (int i = 0; i < Math.max(rounds, 1); i++) {
            timer.round(work);
        }
        return timer.statistics();
    }

    /** Runs twice, the first time to have its weights in the caches, as a model alone has. */
    private record Turn(SentenceRunner runner, NDList sentence)
            implements InterleavedTimer.Work<Float, TranslateException> {

        /** {@inheritDoc} */
        @Override
        public void prepare() throws TranslateException {
            runner.run(sentence);
        }

        /** {@inheritDoc} */
        @Override
        public Float run() throws TranslateException {
            return runner.run(sentence);
        }
    }

    private static void print(
            BenchmarkModel model, int tokens, List<Peer> peers, List<LatencyStatistics> times) {
        double reference = times.get(0).p50();
        for (int i = 0; i < peers.size(); i++) {
            LatencyStatistics t = times.get(i);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %d | %s | %.2f | %.2f | %.2f |%n",
                    model,
                    tokens,
                    peers.get(i),
                    t.p50() / 1e6,
                    t.p95() / 1e6,
                    reference / t.p50());
        }
    }
}
