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
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time from the file to the first prediction in a process that loaded its engine before; for a
 * fresh process see {@link LoadCost}.
 *
 * <p>Made and driven by JMH, in one thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 10)
@Fork(1)
public class LoadBenchmark {

    private static final int TOKENS = 16;

    /** The model. */
    @Param public BenchmarkModel model;

    /** The way to run it. */
    @Param({"FLOAT32", "INT8"})
    public Peer peer;

    /**
     * Loads the model, runs a sentence and frees the model.
     *
     * @return a value of the output
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if the model cannot be quantized or loaded
     * @throws TranslateException if the model fails
     */
    @Benchmark
    public float load() throws IOException, ModelException, TranslateException {
        try (SentenceRunner runner = new SentenceRunner(peer, model)) {
            return runner.run(runner.sentence(TOKENS));
        }
    }
}
