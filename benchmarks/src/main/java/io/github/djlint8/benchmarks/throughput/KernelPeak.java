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
package io.github.djlint8.benchmarks.throughput;

import ai.djl.MalformedModelException;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.github.djlint8.engine.session.ModelSession;
import io.github.djlint8.engine.session.OrtRuntime;
import io.github.djlint8.engine.session.SessionConfig;
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
 * What the processors reach in integer products at best: {@code MatMulInteger} of a shape that
 * stays in the cache, one session on each processor.
 */
final class KernelPeak {

    private static final int ROWS = 256;
    private static final int INNER = 768;
    private static final int COLUMNS = 768;
    private static final int RUNS = 400;

    private KernelPeak() {}

    /** Returns operations in a second, over all processors. */
    static double measure() throws MalformedModelException {
        int processors = Runtime.getRuntime().availableProcessors();
        ExecutorService executor = Executors.newFixedThreadPool(processors);
        try {
            List<Callable<Long>> work = new ArrayList<>();
            OnnxModel model = model();
            for (int i = 0; i < processors; i++) {
                work.add(() -> fastest(model));
            }
            double total = 0;
            for (Future<Long> nanos : executor.invokeAll(work)) {
                total += 2.0 * ROWS * INNER * COLUMNS / (nanos.get() / 1e9);
            }
            return total;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while measuring", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The product failed: " + e.getCause(), e);
        } finally {
            executor.shutdownNow();
        }
    }

    private static OnnxModel model() throws MalformedModelException {
        byte[] weights = new byte[INNER * COLUMNS];
        new Random(1).nextBytes(weights);
        return new ModelBuilder("peak")
                .addInput("x", ElementType.UINT8, ROWS, INNER)
                .addInitializer(
                        Tensor.of(
                                "w",
                                ElementType.INT8,
                                new long[] {INNER, COLUMNS},
                                ByteBuffer.wrap(weights)))
                .addNode(
                        Node.builder("MatMulInteger", "product")
                                .addInputs("x", "w")
                                .addOutputs("y")
                                .build())
                .addOutput("y", ElementType.INT32, ROWS, COLUMNS)
                .build();
    }

    private static Long fastest(OnnxModel model)
            throws IOException, MalformedModelException, OrtException {
        ByteBuffer graph = ModelWriter.toBuffer(model);
        SessionConfig config = SessionConfig.builder().optIntraOpNumThreads(1).build();
        ByteBuffer input = ByteBuffer.allocateDirect(ROWS * INNER);
        long fastest = Long.MAX_VALUE;
        try (ModelSession session =
                        ModelSession.open(graph, "the product", config, OptionalInt.empty());
                OnnxTensor x =
                        OnnxTensor.createTensor(
                                OrtRuntime.environment(),
                                input,
                                new long[] {ROWS, INNER},
                                OnnxJavaType.UINT8)) {
            for (int i = 0; i < RUNS; i++) {
                long begin = System.nanoTime();
                session.run(Map.of("x", x), Set.of("y"), Map.of()).close();
                fastest = Math.min(fastest, System.nanoTime() - begin);
            }
        }
        return fastest;
    }
}
