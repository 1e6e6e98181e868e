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

import ai.djl.MalformedModelException;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.djlint8.api.ActivationScheme;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.benchmarks.peer.BenchmarkModel;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.fuse.Fusions;
import io.github.djlint8.onnx.pass.FoldAliases;
import io.github.djlint8.onnx.pass.GraphPass;
import io.github.djlint8.onnx.pass.PassPipeline;
import io.github.djlint8.onnx.quantize.DynamicQuantizer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints what each fusion brings: the INT8 model with no fusion, with the first, with the first two
 * and so on, beside float32.
 *
 * <p>Sessions of one thread take turns; the time is the processor time of that thread, which what
 * else the machine does disturbs less than the clock. Arguments: model, activations, tokens,
 * rounds.
 */
public final class FusionLadder {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int FIRST_ID = 1000;
    private static final int WARMUP = 20;

    private FusionLadder() {}

    /**
     * Runs.
     *
     * @param args a {@link BenchmarkModel}, an {@link ActivationScheme}, tokens and rounds
     * @throws IOException if a file cannot be read or written
     * @throws MalformedModelException if the model contradicts itself
     * @throws OrtException if a model fails
     */
    public static void main(String[] args)
            throws IOException, MalformedModelException, OrtException {
        BenchmarkModel model = BenchmarkModel.valueOf(args[0].toUpperCase(Locale.ROOT));
        ActivationScheme scheme = ActivationScheme.valueOf(args[1].toUpperCase(Locale.ROOT));
        int tokens = Integer.parseInt(args[2]);
        int rounds = Integer.parseInt(args[3]);
        OnnxModel original = OnnxModel.open(model.folder().resolve("model.onnx"));
        Map<String, OrtSession> sessions = new LinkedHashMap<>();
        try {
            open(sessions, original, scheme);
            print(sessions, tokens, rounds);
        } finally {
            for (OrtSession session : sessions.values()) {
                session.close();
            }
        }
    }

    private static void open(
            Map<String, OrtSession> sessions, OnnxModel original, ActivationScheme scheme)
            throws IOException, MalformedModelException, OrtException {
        sessions.put("float32", session(original));
        DynamicConfig.Builder config = DynamicConfig.builder().optActivations(scheme);
        List<GraphPass> passes = new ArrayList<>(List.of(new FoldAliases()));
        DynamicConfig apart = config.optFuse(false).build();
        sessions.put("no fusion", session(DynamicQuantizer.quantize(original, apart).model()));
        for (GraphPass pass : Fusions.passes()) {
            passes.add(pass);
            if (pass.name().startsWith("fuse-")) {
                OnnxModel fused = new PassPipeline(passes).run(original);
                OnnxModel quantized = DynamicQuantizer.quantize(fused, apart).model();
                sessions.put("and " + pass.name(), session(quantized));
            }
        }
        DynamicConfig all = config.optFuse(true).build();
        sessions.put(
                "and merge-products, absorb-biases",
                session(DynamicQuantizer.quantize(original, all).model()));
    }

    private static OrtSession session(OnnxModel model)
            throws IOException, MalformedModelException, OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            return OrtEnvironment.getEnvironment()
                    .createSession(ModelWriter.toBuffer(model), options);
        }
    }

    private static void print(Map<String, OrtSession> sessions, int tokens, int rounds)
            throws OrtException {
        long[][] times = new long[sessions.size()][rounds];
        for (int round = -WARMUP; round < rounds; round++) {
            int i = 0;
            for (OrtSession session : sessions.values()) {
                long time = run(session, tokens);
                if (round >= 0) {
                    times[i][round] = time;
                }
                i++;
            }
        }
        System.out.println("| graph | median ms | times float32 |");
        System.out.println("|---|---|---|");
        double reference = median(times[0]);
        int i = 0;
        for (String name : sessions.keySet()) {
            double median = median(times[i++]);
            System.out.printf(
                    Locale.ROOT, "| %s | %.2f | %.2f |%n", name, median / 1e6, reference / median);
        }
    }

    private static long run(OrtSession session, int tokens) throws OrtException {
        long[][] ids = new long[1][tokens];
        long[][] mask = new long[1][tokens];
        for (int i = 0; i < tokens; i++) {
            ids[0][i] = FIRST_ID + i;
            mask[0][i] = 1;
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OnnxTensor a = OnnxTensor.createTensor(environment, ids);
                OnnxTensor b = OnnxTensor.createTensor(environment, mask);
                OnnxTensor c = OnnxTensor.createTensor(environment, new long[1][tokens])) {
            Map<String, OnnxTensor> inputs =
                    Map.of("input_ids", a, "attention_mask", b, "token_type_ids", c);
            long start = THREADS.getCurrentThreadCpuTime();
            session.run(inputs).close();
            return THREADS.getCurrentThreadCpuTime() - start;
        }
    }

    private static double median(long[] times) {
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
