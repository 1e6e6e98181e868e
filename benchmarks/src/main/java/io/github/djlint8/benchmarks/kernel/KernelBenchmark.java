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
package io.github.djlint8.benchmarks.kernel;

import ai.djl.MalformedModelException;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.djlint8.engine.session.ModelSession;
import io.github.djlint8.engine.session.OrtRuntime;
import io.github.djlint8.engine.session.SessionConfig;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.ModelWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
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
 * Time of one product on one thread, in the shapes of encoders of width 384 and 768.
 *
 * <p>Made and driven by JMH, in one thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class KernelBenchmark {

    /** The operator. */
    @Param public ProductKernel kernel;

    /** The rows of the activation: tokens of all sentences. */
    @Param({"16", "32", "128", "512"})
    public int rows;

    /** The dimensions of the weight. */
    @Param({"384x384", "384x1536", "1536x384", "768x768", "768x3072", "3072x768"})
    public String weight;

    private ModelSession session;
    private OnnxTensor input;

    /**
     * Makes the product.
     *
     * @throws IOException if the graph cannot be written
     * @throws MalformedModelException if ONNX Runtime refuses it
     * @throws OrtException if the input cannot be made
     */
    @Setup(Level.Trial)
    public void open() throws IOException, MalformedModelException, OrtException {
        int[] dims = Arrays.stream(weight.split("x")).mapToInt(Integer::parseInt).toArray();
        ByteBuffer graph = ModelWriter.toBuffer(kernel.model(dims[0], dims[1]));
        SessionConfig config = SessionConfig.builder().optIntraOpNumThreads(1).build();
        session = ModelSession.open(graph, kernel.name(), config, OptionalInt.empty());
        input = input(rows, dims[0]);
    }

    private OnnxTensor input(int height, int width) throws OrtException {
        Random random = new Random(2);
        boolean bytes = kernel.input() == ElementType.UINT8;
        int size = height * width;
        ByteBuffer data =
                ByteBuffer.allocateDirect(bytes ? size : size * Float.BYTES)
                        .order(ByteOrder.nativeOrder());
        while (data.hasRemaining()) {
            if (bytes) {
                data.put((byte) random.nextInt());
            } else {
                data.putFloat((float) random.nextGaussian());
            }
        }
        return OnnxTensor.createTensor(
                OrtRuntime.environment(),
                data.rewind(),
                new long[] {height, width},
                bytes ? OnnxJavaType.UINT8 : OnnxJavaType.FLOAT);
    }

    /** Frees the product. */
    @TearDown(Level.Trial)
    public void close() {
        input.close();
        session.close();
    }

    /**
     * Multiplies.
     *
     * @return the number of outputs
     * @throws OrtException if ONNX Runtime fails
     */
    @Benchmark
    public int multiply() throws OrtException {
        try (OrtSession.Result result = session.run(Map.of("x", input), Set.of("y"), Map.of())) {
            return result.size();
        }
    }
}
