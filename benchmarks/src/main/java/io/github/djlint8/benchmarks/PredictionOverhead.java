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

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import com.sun.management.ThreadMXBean;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.benchmarks.peer.BenchmarkModel;
import io.github.djlint8.calibration.evaluate.InterleavedTimer;
import io.github.djlint8.calibration.metric.LatencyStatistics;
import io.github.djlint8.engine.session.ModelSession;
import io.github.djlint8.engine.session.OrtRuntime;
import io.github.djlint8.engine.session.SessionConfig;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.quantize.DynamicQuantizer;
import io.github.djlint8.zoo.translator.TaggerTranslatorFactory;
import java.lang.management.ManagementFactory;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Prints what a prediction costs beyond ONNX Runtime's bare {@code OrtSession.run} of the same
 * graph, in time and in allocated bytes, all in turns on one thread.
 *
 * <p>Arguments: the number of words of the sentence, and of rounds.
 */
public final class PredictionOverhead {

    private static final int DEFAULT_WORDS = 14;
    private static final int DEFAULT_ROUNDS = 2000;
    private static final int SPECIAL_TOKENS = 2;

    /** The id of a word in the vocabulary of the model. */
    private static final long WORD_ID = 2088;

    private PredictionOverhead() {}

    /**
     * Runs.
     *
     * @param args see above
     * @throws Exception if a model cannot be quantized, loaded or run
     */
    public static void main(String[] args) throws Exception {
        int words = args.length > 0 ? Integer.parseInt(args[0]) : DEFAULT_WORDS;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : DEFAULT_ROUNDS;
        Path folder = BenchmarkModel.MINILM.folder();
        OnnxModel quantized =
                DynamicQuantizer.quantize(
                                OnnxModel.open(folder.resolve("model.onnx")),
                                DynamicConfig.builder().build())
                        .model();
        SessionConfig config = SessionConfig.builder().build();
        try (ModelSession session =
                        ModelSession.open(
                                ModelWriter.toBuffer(quantized),
                                "the graph",
                                config,
                                OptionalInt.empty());
                ZooModel<NDList, NDList> arrays = arrays(folder);
                ZooModel<String[], String[]> tagger = tagger(folder);
                Predictor<NDList, NDList> predictor = arrays.newPredictor();
                Predictor<String[], String[]> tagging = tagger.newPredictor()) {
            int tokens = words + SPECIAL_TOKENS;
            Map<String, OnnxTensor> tensors = tensors(tokens);
            NDList input = input(arrays.getNDManager(), tokens);
            String[] sentence = new String[words];
            Arrays.fill(sentence, "world");
            Map<String, Work> work = new LinkedHashMap<>();
            work.put(
                    "OrtSession.run",
                    () -> {
                        try (OrtSession.Result result = session.session().run(tensors)) {
                            return result.size();
                        }
                    });
            work.put(
                    "Predictor, arrays",
                    () -> {
                        try (NDList output = predictor.predict(input)) {
                            return output.size();
                        }
                    });
            work.put("Predictor, words to labels", () -> tagging.predict(sentence).length);
            time(work, rounds / 2);
            print(tokens, work, time(work, rounds));
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    private static LatencyStatistics[] time(Map<String, Work> work, int rounds) throws Exception {
        InterleavedTimer timer = new InterleavedTimer(work.size());
        List<Work> pieces = new ArrayList<>(work.values());
        for (int i = 0; i < rounds; i++) {
            timer.round(pieces);
        }
        return timer.statistics().toArray(new LatencyStatistics[0]);
    }

    private static void print(int tokens, Map<String, Work> work, LatencyStatistics[] times)
            throws Exception {
        System.out.println(
                "| "
                        + tokens
                        + " tokens | median us | fastest us | median over the bare run % | bytes |");
        System.out.println("|---|---|---|---|---|");
        int row = 0;
        for (Map.Entry<String, Work> entry : work.entrySet()) {
            long fastest = times[row].min();
            long median = times[row++].p50();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f | %+.1f | %d |%n",
                    entry.getKey(),
                    median / 1e3,
                    fastest / 1e3,
                    100.0 * (median - times[0].p50()) / times[0].p50(),
                    allocated(entry.getValue()));
        }
    }

    /** Returns the bytes on the heap that a call allocates. */
    private static long allocated(Work work) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        int calls = 100;
        long before = threads.getThreadAllocatedBytes(id);
        for (int i = 0; i < calls; i++) {
            work.run();
        }
        return (threads.getThreadAllocatedBytes(id) - before) / calls;
    }

    private static Map<String, OnnxTensor> tensors(int tokens) throws Exception {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        long[] shape = {1, tokens};
        for (Map.Entry<String, Long> value : values().entrySet()) {
            long[] filled = new long[tokens];
            Arrays.fill(filled, value.getValue());
            tensors.put(
                    value.getKey(),
                    OnnxTensor.createTensor(
                            OrtRuntime.environment(), LongBuffer.wrap(filled), shape));
        }
        return tensors;
    }

    private static NDList input(NDManager manager, int tokens) {
        NDList list = new NDList();
        values().forEach(
                        (name, value) -> {
                            long[] filled = new long[tokens];
                            Arrays.fill(filled, value);
                            NDArray array = manager.create(filled, new Shape(1, tokens));
                            array.setName(name);
                            list.add(array);
                        });
        return list;
    }

    private static Map<String, Long> values() {
        return Map.of("input_ids", WORD_ID, "attention_mask", 1L, "token_type_ids", 0L);
    }

    private static ZooModel<NDList, NDList> arrays(Path folder) throws Exception {
        return Criteria.builder()
                .setTypes(NDList.class, NDList.class)
                .optEngine("DynamicInt8")
                .optModelPath(folder)
                .optModelName("model")
                .optTranslator(new NoopTranslator())
                .build()
                .loadModel();
    }

    private static ZooModel<String[], String[]> tagger(Path folder) throws Exception {
        return Criteria.builder()
                .setTypes(String[].class, String[].class)
                .optEngine("DynamicInt8")
                .optModelPath(folder)
                .optModelName("model")
                .optTranslatorFactory(new TaggerTranslatorFactory())
                .build()
                .loadModel();
    }

    private interface Work extends InterleavedTimer.Work<Integer, Exception> {}
}
