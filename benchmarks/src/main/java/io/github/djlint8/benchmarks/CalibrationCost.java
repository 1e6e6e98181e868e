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
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import com.sun.management.OperatingSystemMXBean;
import io.github.djlint8.api.CalibrationMethod;
import io.github.djlint8.api.QuantizedType;
import io.github.djlint8.api.Symmetry;
import io.github.djlint8.benchmarks.peer.BenchmarkModel;
import io.github.djlint8.calibration.CalibrationConfig;
import io.github.djlint8.calibration.CalibrationDataset;
import io.github.djlint8.calibration.CalibrationInput;
import io.github.djlint8.calibration.CalibrationResult;
import io.github.djlint8.calibration.Calibrator;
import io.github.djlint8.calibration.InputArray;
import io.github.djlint8.calibration.corpus.Corpus;
import io.github.djlint8.calibration.corpus.CorpusSource;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.zoo.text.SubwordEncoder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints what calibrating costs beside a plain float pass over the same sentences.
 *
 * <p>Arguments: a {@link BenchmarkModel}, a corpus, and how many of its sentences, 512 by default.
 * The heap is what the command line gives: {@code -Xmx1g} shows that it is enough. Plain passes run
 * before and after, in batches of equal lengths as the calibrator makes them.
 */
public final class CalibrationCost {

    private static final int SENTENCES = 512;
    private static final long SEED = 1;
    private static final int BATCH_SIZE = 16;
    private static final int BATCH_TOKENS = 1024;
    private static final int MAX_TOKENS = 512;

    private final Path model;
    private final List<long[]> sentences;

    private CalibrationCost(Path model, List<long[]> sentences) {
        this.model = model;
        this.sentences = sentences;
    }

    /**
     * Runs.
     *
     * @param args model, corpus, number of sentences
     * @throws IOException if a file cannot be read
     * @throws ModelException if the model cannot be loaded
     * @throws TranslateException if the model fails
     */
    public static void main(String[] args) throws IOException, ModelException, TranslateException {
        BenchmarkModel model = BenchmarkModel.valueOf(args[0].toUpperCase(Locale.ROOT));
        int count = args.length > 2 ? Integer.parseInt(args[2]) : SENTENCES;
        List<long[]> sentences = new ArrayList<>();
        try (SubwordEncoder encoder = SubwordEncoder.open(BenchmarkModel.MINILM.folder())) {
            for (TaggedSentence s :
                    Corpus.of(CorpusSource.of(Path.of(args[1]))).sample(count, SEED)) {
                sentences.add(ids(encoder, s.words()));
            }
        }
        new CalibrationCost(model.folder().resolve("model.onnx"), sentences).print();
    }

    private static long[] ids(SubwordEncoder encoder, List<String> words) {
        return Stream.of(
                        Arrays.stream(encoder.prefix()),
                        Arrays.stream(encoder.encode(words)).flatMapToInt(Arrays::stream),
                        Arrays.stream(encoder.suffix()))
                .flatMapToInt(s -> s)
                .asLongStream()
                .limit(MAX_TOKENS)
                .toArray();
    }

    private void print() throws IOException, ModelException, TranslateException {
        long tokens = sentences.stream().mapToLong(s -> s.length).sum();
        System.out.printf("%d sentences, %d tokens%n", sentences.size(), tokens);
        plain("warm-up", batches());
        Cost before = plain("plain pass in batches", batches());
        Cost calibration = calibrate();
        Cost after = plain("plain pass in batches", batches());
        Cost single = plain("plain pass, one by one", sentences.stream().map(List::of).toList());
        calibration.print(
                "in batches",
                new Cost((before.wall + after.wall) / 2, (before.cpu + after.cpu) / 2));
        calibration.print("one by one", single);
    }

    private Cost plain(String name, List<List<long[]>> batches)
            throws IOException, ModelException, TranslateException {
        Criteria<NDList, NDList> criteria =
                Criteria.builder()
                        .setTypes(NDList.class, NDList.class)
                        .optEngine(config().engine())
                        .optModelPath(model.getParent())
                        .optModelName("model")
                        .optOptions(config().engineOptions())
                        .optTranslator(new NoopTranslator())
                        .build();
        Cost begin = Cost.now();
        try (ZooModel<NDList, NDList> loaded = criteria.loadModel();
                Predictor<NDList, NDList> predictor = loaded.newPredictor()) {
            for (List<long[]> batch : batches) {
                try (NDManager manager = loaded.getNDManager().newSubManager();
                        NDList output = predictor.predict(input(batch).toNDList(manager))) {
                    output.get(0).toByteBuffer();
                }
            }
        }
        return begin.until(name);
    }

    private Cost calibrate() throws IOException, ModelException, TranslateException {
        Cost begin = Cost.now();
        List<CalibrationInput> inputs = sentences.stream().map(s -> input(List.of(s))).toList();
        CalibrationResult result =
                new Calibrator(config()).calibrate(CalibrationDataset.of(inputs));
        begin.until("observing");
        for (String method : List.of("percentile:99.99", "entropy")) {
            Cost table = Cost.now();
            result.table(CalibrationMethod.parse(method), QuantizedType.UINT8, Symmetry.ASYMMETRIC);
            table.until("table of " + method);
        }
        return begin.until("calibrating with both tables");
    }

    private CalibrationConfig config() {
        return CalibrationConfig.builder().setModel(model).build();
    }

    private List<List<long[]>> batches() {
        Map<Integer, List<long[]>> lengths =
                sentences.stream()
                        .collect(
                                Collectors.groupingBy(
                                        s -> s.length, TreeMap::new, Collectors.toList()));
        List<List<long[]>> batches = new ArrayList<>();
        lengths.forEach(
                (length, same) -> {
                    int size = Math.max(1, Math.min(BATCH_SIZE, BATCH_TOKENS / length));
                    for (int i = 0; i < same.size(); i += size) {
                        batches.add(same.subList(i, Math.min(i + size, same.size())));
                    }
                });
        return batches;
    }

    private static CalibrationInput input(List<long[]> batch) {
        int tokens = batch.get(0).length;
        long[] ids = batch.stream().flatMapToLong(Arrays::stream).toArray();
        long[] mask = new long[ids.length];
        Arrays.fill(mask, 1);
        return CalibrationInput.of(
                InputArray.ofLongs("input_ids", ids, batch.size(), tokens),
                InputArray.ofLongs("attention_mask", mask, batch.size(), tokens),
                InputArray.ofLongs("token_type_ids", new long[ids.length], batch.size(), tokens));
    }

    /** Seconds that passed, and seconds that processors worked for this process. */
    private record Cost(double wall, double cpu) {

        static Cost now() {
            OperatingSystemMXBean system =
                    ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
            return new Cost(System.nanoTime() / 1e9, system.getProcessCpuTime() / 1e9);
        }

        void print(String name, Cost plain) {
            System.out.printf(
                    Locale.ROOT,
                    "calibrating : plain pass %s = %.2f in time, %.2f in processor time%n",
                    name,
                    wall / plain.wall,
                    cpu / plain.cpu);
        }

        Cost until(String end) {
            Cost now = now();
            Cost cost = new Cost(now.wall - wall, now.cpu - cpu);
            System.out.printf(
                    Locale.ROOT, "%s: %.2f s, processors %.2f s%n", end, cost.wall, cost.cpu);
            return cost;
        }
    }
}
