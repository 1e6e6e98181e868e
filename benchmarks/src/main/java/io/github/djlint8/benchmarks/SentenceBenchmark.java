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
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time of one sentence on one thread. Each combination runs in a process of its own; for ratios see
 * {@link LatencyRatio}.
 *
 * <p>Made and driven by JMH, in one thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SentenceBenchmark {

    /** The model. */
    @Param public BenchmarkModel model;

    /** The way to run it. */
    @Param public Peer peer;

    /** The length of the sentence. */
    @Param({"16", "32", "128"})
    public int tokens;

    private SentenceRunner runner;
    private NDList sentence;

    /**
     * Loads the model.
     *
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if the model cannot be quantized or loaded
     */
    @Setup(Level.Trial)
    public void load() throws IOException, ModelException {
        runner = new SentenceRunner(peer, model);
        sentence = runner.sentence(tokens);
    }

    /** Frees the model. */
    @TearDown(Level.Trial)
    public void close() {
        runner.close();
    }

    /**
     * Runs the sentence.
     *
     * @return a value of the output
     * @throws TranslateException if the model fails
     */
    @Benchmark
    public float sentence() throws TranslateException {
        return runner.run(sentence);
    }
}
