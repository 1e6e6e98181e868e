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
package io.github.djlint8.engine.session;

import ai.djl.MalformedModelException;
import ai.djl.engine.EngineException;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What the processors reach in an integer product and nothing else: {@code MatMulInteger} of
 * unsigned by signed bytes in ONNX Runtime, one session of one thread beside the other.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param rows the rows of the activation
 * @param inner the columns of the activation, and the rows of the weight
 * @param columns the columns of the weight
 */
public record IntegerPeak(int rows, int inner, int columns) {

    /** A large square product. */
    public static final IntegerPeak SQUARE = new IntegerPeak(1024, 1024, 1024);

    private static final int MIN_RUNS = 10;
    private static final long NANOS = 500_000_000;

    /** Checks that there is something to multiply. */
    public IntegerPeak {
        if (rows < 1 || inner < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    "Expected a product of at least 1 x 1 x 1, found "
                            + text(rows, inner, columns));
        }
    }

    /**
     * Measures for about half a second; the fastest run of each thread counts.
     *
     * @param threads how many threads multiply at once
     * @return multiplications in a second, each with its addition, over all threads
     * @throws MalformedModelException if ONNX Runtime cannot load the product
     */
    public double measure(int threads) throws MalformedModelException {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Long>> work = new ArrayList<>();
            OnnxModel model = model();
            for (int i = 0; i < threads; i++) {
                work.add(() -> fastest(model));
            }
            double total = 0;
            for (Future<Long> nanos : executor.invokeAll(work)) {
                total += (double) rows * inner * columns / (nanos.get() / 1e9);
            }
            return total;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("Interrupted while measuring the product " + this, e);
        } catch (ExecutionException e) {
            throw new EngineException("The product " + this + " failed: " + e.getCause(), e);
        } finally {
            executor.shutdownNow();
        }
    }

    /** Returns the three sizes, such as {@code 1024 x 1024 x 1024}. */
    @Override
    public String toString() {
        return text(rows, inner, columns);
    }

    private static String text(int rows, int inner, int columns) {
        return rows + " x " + inner + " x " + columns;
    }

    private OnnxModel model() throws MalformedModelException {
        byte[] weights = new byte[inner * columns];
        new Random(1).nextBytes(weights);
        return new ModelBuilder("peak")
                .addInput("x", ElementType.UINT8, rows, inner)
                .addInitializer(Tensor.ofBytes("w", ElementType.INT8, weights, inner, columns))
                .addNode(
                        Node.builder("MatMulInteger", "product")
                                .addInputs("x", "w")
                                .addOutputs("y")
                                .build())
                .addOutput("y", ElementType.INT32, rows, columns)
                .build();
    }

    private Long fastest(OnnxModel model)
            throws IOException, MalformedModelException, OrtException {
        ByteBuffer graph = ModelWriter.toBuffer(model);
        SessionConfig config = SessionConfig.builder().optIntraOpNumThreads(1).build();
        ByteBuffer input = ByteBuffer.allocateDirect(rows * inner);
        long[] shape = {rows, inner};
        long fastest = Long.MAX_VALUE;
        try (ModelSession session =
                        ModelSession.open(graph, "the product", config, OptionalInt.empty());
                OnnxTensor x =
                        OnnxTensor.createTensor(
                                OrtRuntime.environment(), input, shape, OnnxJavaType.UINT8)) {
            long end = System.nanoTime() + NANOS;
            for (int i = 0; i < MIN_RUNS || System.nanoTime() < end; i++) {
                long begin = System.nanoTime();
                session.run(Map.of("x", x), Set.of("y"), Map.of()).close();
                fastest = Math.min(fastest, System.nanoTime() - begin);
            }
        }
        return fastest;
    }
}
