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
package io.github.djlint8.cli.distill;

import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.cli.calibrate.FloatModel;
import io.github.djlint8.training.distill.Teacher;
import io.github.djlint8.training.distill.WordOutputs;
import io.github.djlint8.zoo.translator.ScoredWords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A teacher that runs in ONNX Runtime and gives logits only.
 *
 * <p>Owns the model, which {@link #close()} frees and which may be called twice. Not safe for use
 * by many threads.
 */
final class EngineTeacher implements Teacher, AutoCloseable {

    private static final int BATCH_SIZE = 32;

    private final ZooModel<String[], ScoredWords> model;
    private final Predictor<String[], ScoredWords> predictor;
    private final List<TaggedSentence> sentences;

    /** Loads a teacher for a corpus. */
    EngineTeacher(FloatModel teacher, List<TaggedSentence> sentences)
            throws IOException, ModelException {
        this.sentences = List.copyOf(sentences);
        model = teacher.loadTagger(ScoredWords.class);
        predictor = model.newPredictor();
    }

    /** {@inheritDoc} */
    @Override
    public List<WordOutputs> run(int begin, int end) throws TranslateException {
        List<WordOutputs> outputs = new ArrayList<>(end - begin);
        for (ScoredWords words : tag(begin, end)) {
            outputs.add(new WordOutputs(words.labels().length, words.logits(), new float[0]));
        }
        return outputs;
    }

    /** Tags the whole corpus. */
    List<List<String>> tag() throws TranslateException {
        return tag(0, sentences.size()).stream().map(w -> Arrays.asList(w.labels())).toList();
    }

    private List<ScoredWords> tag(int begin, int end) throws TranslateException {
        List<ScoredWords> outputs = new ArrayList<>(end - begin);
        for (int from = begin; from < end; from += BATCH_SIZE) {
            List<String[]> words =
                    sentences.subList(from, Math.min(from + BATCH_SIZE, end)).stream()
                            .map(s -> s.words().toArray(String[]::new))
                            .toList();
            outputs.addAll(predictor.batchPredict(words));
        }
        return outputs;
    }

    /** {@inheritDoc} */
    @Override
    public void close() {
        predictor.close();
        model.close();
    }
}
