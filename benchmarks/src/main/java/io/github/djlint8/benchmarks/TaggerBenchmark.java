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
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.djlint8.benchmarks.peer.BenchmarkModel;
import io.github.djlint8.zoo.text.SubwordEncoder;
import io.github.djlint8.zoo.translator.TaggerTranslatorFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
 * What stands around the model: words to sub-words alone, and words to tags through the translator.
 *
 * <p>Made and driven by JMH, in one thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class TaggerBenchmark {

    private static final List<String> WORDS =
            List.of(
                    ("The committee , which Mrs. Okonkwo chairs , has unanimously recommended that"
                                    + " photovoltaic installations be subsidised until 2031 .")
                            .split(" "));

    /** The number of words. */
    @Param({"8", "20", "60"})
    public int words;

    private SubwordEncoder encoder;
    private HuggingFaceTokenizer plain;
    private ZooModel<String[], String[]> model;
    private Predictor<String[], String[]> tagger;
    private String[] sentence;

    /**
     * Loads tokenizer and model.
     *
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if the model cannot be loaded
     */
    @Setup(Level.Trial)
    public void load() throws IOException, ModelException {
        Path folder = BenchmarkModel.MINILM.folder();
        encoder = SubwordEncoder.open(folder);
        plain = HuggingFaceTokenizer.newInstance(folder.resolve("tokenizer.json"));
        model =
                Criteria.builder()
                        .setTypes(String[].class, String[].class)
                        .optEngine("Int8")
                        .optModelPath(folder)
                        .optModelName("model")
                        .optTranslatorFactory(new TaggerTranslatorFactory())
                        .build()
                        .loadModel();
        tagger = model.newPredictor();
        sentence = new String[words];
        for (int i = 0; i < words; i++) {
            sentence[i] = WORDS.get(i % WORDS.size());
        }
    }

    /** Frees the model. */
    @TearDown(Level.Trial)
    public void close() {
        tagger.close();
        model.close();
        plain.close();
        encoder.close();
    }

    /**
     * Splits words into sub-words; words that were seen before come from the encoder's memory.
     *
     * @return the sub-words
     */
    @Benchmark
    public int[][] tokenize() {
        return encoder.encode(List.of(sentence));
    }

    /**
     * Does the same with DJL's tokenizer, which remembers no words.
     *
     * @return the ids
     */
    @Benchmark
    public long[] tokenizeInDjl() {
        return plain.encode(sentence).getIds();
    }

    /**
     * Tags words.
     *
     * @return the tags
     * @throws TranslateException if the model fails
     */
    @Benchmark
    public String[] tag() throws TranslateException {
        return tagger.predict(sentence);
    }
}
