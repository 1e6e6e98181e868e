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
package io.github.djlint8.benchmarks.opennlp;

import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import io.github.djlint8.calibration.corpus.CorpusSource;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.calibration.evaluate.InterleavedTimer;
import io.github.djlint8.calibration.evaluate.InterleavedTimer.Work;
import io.github.djlint8.calibration.metric.LatencyStatistics;
import io.github.djlint8.calibration.metric.TokenAccuracy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints accuracy and speed of Apache OpenNLP's part-of-speech tagger and of the zoo's, words as
 * annotated.
 *
 * <p>The ways take turns, the whole corpus each. Arguments: the corpus, and the number of rounds.
 */
public final class PosComparison {

    private static final String MODEL = "pos-en-minilm";
    private static final int DEFAULT_ROUNDS = 3;

    private PosComparison() {}

    /**
     * Runs.
     *
     * @param args a corpus with UPOS tags, such as {@code en_ewt-ud-test.conllu}, and rounds
     * @throws IOException if a file cannot be read
     * @throws ModelException if a model cannot be loaded
     * @throws TranslateException if a model fails
     */
    public static void main(String[] args) throws IOException, ModelException, TranslateException {
        List<TaggedSentence> gold = CorpusSource.of(Path.of(args[0])).readAll();
        List<String[]> words = gold.stream().map(s -> s.words().toArray(new String[0])).toList();
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : DEFAULT_ROUNDS;
        Map<String, PosTagger> taggers = new LinkedHashMap<>();
        try {
            taggers.put("OpenNLP, one thread", new MaxentTagger());
            taggers.put("float32, one thread", ZooTagger.load(MODEL, "float32", false));
            taggers.put("Int8, one thread", ZooTagger.load(MODEL, "", false));
            taggers.put("Int8, stream on all processors", ZooTagger.load(MODEL, "", true));
            List<Work<List<String[]>, TranslateException>> work =
                    taggers.values().stream().map(t -> work(t, words)).toList();
            List<List<String[]>> tags = new InterleavedTimer(work.size()).round(work);
            InterleavedTimer timer = new InterleavedTimer(work.size());
            for (int i = 0; i < rounds; i++) {
                timer.round(work);
            }
            print(List.copyOf(taggers.keySet()), gold, tags, timer.statistics());
        } finally {
            taggers.values().forEach(PosTagger::close);
        }
    }

    private static Work<List<String[]>, TranslateException> work(
            PosTagger tagger, List<String[]> words) {
        return () -> tagger.tag(words);
    }

    private static void print(
            List<String> names,
            List<TaggedSentence> gold,
            List<List<String[]>> tags,
            List<LatencyStatistics> times) {
        long words = gold.stream().mapToLong(TaggedSentence::size).sum();
        System.out.printf(Locale.ROOT, "%d sentences, %d words%n", gold.size(), words);
        System.out.println("| tagger | accuracy % | words a second | times OpenNLP |");
        System.out.println("|---|---|---|---|");
        double reference = times.get(0).p50();
        for (int i = 0; i < names.size(); i++) {
            TokenAccuracy accuracy = new TokenAccuracy();
            for (int s = 0; s < gold.size(); s++) {
                accuracy.add(gold.get(s).tags(), List.of(tags.get(i).get(s)));
            }
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %.0f | %.2f |%n",
                    names.get(i),
                    100 * accuracy.score().value(),
                    words / (times.get(i).p50() / 1e9),
                    reference / times.get(i).p50());
        }
    }
}
