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

import ai.djl.ModelException;
import ai.djl.repository.Artifact;
import ai.djl.translate.TranslateException;
import io.github.djlint8.calibration.corpus.CorpusSource;
import io.github.djlint8.calibration.evaluate.InterleavedTimer;
import io.github.djlint8.calibration.metric.LatencyStatistics;
import io.github.djlint8.engine.session.IntegerPeak;
import io.github.djlint8.zoo.recipe.RecipeRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints how long each {@link CorpusWay} takes for a corpus, on all processors.
 *
 * <p>Arguments: the name of the tagger, the file of the corpus, and if wanted the number of rounds
 * and of sentences in a batch.
 */
public final class CorpusThroughput {

    private static final int DEFAULT_ROUNDS = 5;

    /** The product whose speed stands for the peak: of a shape that stays in the cache. */
    public static final IntegerPeak PRODUCT = new IntegerPeak(256, 768, 768);

    private static final int DEFAULT_BATCH = 32;

    private CorpusThroughput() {}

    /**
     * Runs.
     *
     * @param args the tagger, for instance {@code pos-en-minilm}, the corpus, rounds, batch
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if a model cannot be quantized or loaded
     * @throws TranslateException if a model fails
     */
    public static void main(String[] args) throws IOException, ModelException, TranslateException {
        RecipeRepository repository = new RecipeRepository();
        Artifact artifact = repository.resource(args[0]).getDefaultArtifact();
        repository.prepare(artifact);
        Path folder = repository.getResourceDirectory(artifact);
        List<String[]> sentences =
                CorpusSource.of(Path.of(args[1])).readAll().stream()
                        .map(sentence -> sentence.words().toArray(new String[0]))
                        .toList();
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : DEFAULT_ROUNDS;
        int batch = args.length > 3 ? Integer.parseInt(args[3]) : DEFAULT_BATCH;
        List<CorpusTagger> taggers = new ArrayList<>();
        try {
            for (CorpusWay way : CorpusWay.values()) {
                taggers.add(way.open(folder, sentences, batch));
            }
            time(taggers, 1);
            print(time(taggers, rounds), ProductWork.of(folder, sentences));
        } finally {
            taggers.forEach(CorpusTagger::close);
        }
    }

    private static List<LatencyStatistics> time(List<CorpusTagger> taggers, int rounds)
            throws TranslateException {
        List<InterleavedTimer.Work<Integer, TranslateException>> work = new ArrayList<>();
        for (CorpusTagger tagger : taggers) {
            work.add(tagger::tagAll);
        }
        InterleavedTimer timer = new InterleavedTimer(taggers.size());
        for (int i = 0; i < rounds; i++) {
            timer.round(work);
        }
        return timer.statistics();
    }

    private static void print(List<LatencyStatistics> times, ProductWork work)
            throws ModelException {
        double reference = times.get(0).p50();
        // an addition for each multiplication, as ProductWork counts
        double peak = 2 * PRODUCT.measure(Runtime.getRuntime().availableProcessors());
        System.out.printf(
                Locale.ROOT,
                "%d tokens, %.1f G operations in products with weights; a product of %s alone ran"
                        + " at %.0f G/s on %d threads%n",
                work.tokens(),
                work.operations() / 1e9,
                PRODUCT,
                peak / 1e9,
                Runtime.getRuntime().availableProcessors());
        System.out.println("| way | median s | fastest s | times float32-djl | share of peak % |");
        System.out.println("|---|---|---|---|---|");
        for (CorpusWay way : CorpusWay.values()) {
            LatencyStatistics t = times.get(way.ordinal());
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %.2f | %.0f |%n",
                    way,
                    t.p50() / 1e9,
                    t.min() / 1e9,
                    reference / t.p50(),
                    100 * work.operations() / (t.p50() / 1e9) / peak);
        }
    }
}
