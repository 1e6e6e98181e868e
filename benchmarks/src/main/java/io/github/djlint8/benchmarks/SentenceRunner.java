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

import ai.djl.Model;
import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.TranslateException;
import io.github.djlint8.benchmarks.peer.BenchmarkModel;
import io.github.djlint8.benchmarks.peer.Peer;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/**
 * One sentence of a given length through a peer's predictor, arrays in and arrays out.
 *
 * <p>Owns the model and the predictor. Not safe for use by many threads.
 */
final class SentenceRunner implements AutoCloseable {

    private static final int VOCABULARY = 30_000;

    private final Model model;
    private final Predictor<NDList, NDList> predictor;

    /** Loads a model that runs on one thread. */
    SentenceRunner(Peer peer, BenchmarkModel benchmark) throws IOException, ModelException {
        this(peer, benchmark, 1);
    }

    /** Loads a model that runs on some threads inside an operator. */
    SentenceRunner(Peer peer, BenchmarkModel benchmark, int threads)
            throws IOException, ModelException {
        this(peer, benchmark, threads, Map.of());
    }

    /** Loads a model with more options of its engine. */
    SentenceRunner(Peer peer, BenchmarkModel benchmark, int threads, Map<String, String> more)
            throws IOException, ModelException {
        model = peer.load(benchmark, threads, more);
        predictor = model.newPredictor(peer.translator());
    }

    /** Makes a sentence, the same for every peer. */
    NDList sentence(int tokens) {
        return sentences(1, tokens);
    }

    /** Makes a batch of sentences of one length, the same for every peer. */
    NDList sentences(int batch, int tokens) {
        int size = batch * tokens;
        long[] ids = new Random(tokens).longs(size, 1000, VOCABULARY).toArray();
        long[] mask = new long[size];
        Arrays.fill(mask, 1);
        Shape shape = new Shape(batch, tokens);
        return new NDList(
                array("input_ids", ids, shape),
                array("attention_mask", mask, shape),
                array("token_type_ids", new long[size], shape));
    }

    /** Runs the model and reads its output, so that no engine may put it off. */
    float run(NDList sentence) throws TranslateException {
        try (NDList output = predictor.predict(sentence)) {
            return output.get(0).toByteBuffer().order(ByteOrder.nativeOrder()).getFloat(0);
        }
    }

    private NDArray array(String name, long[] values, Shape shape) {
        NDManager manager = model.getNDManager();
        NDArray array = manager.create(values, shape);
        array.setName(name);
        return array;
    }

    /** {@inheritDoc} */
    @Override
    public void close() {
        predictor.close();
        model.close();
    }
}
