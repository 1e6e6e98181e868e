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
package io.github.djlint8.cli.train;

import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.djlint8.api.Precision;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.cli.calibrate.FloatModel;
import io.github.djlint8.engine.Int8Model;
import io.github.djlint8.zoo.translator.TaggerTranslatorFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a tagger that was written over the development corpus, word by word as a user does.
 *
 * @param folder the folder of the tagger
 * @param corpus the sentences
 * @param metric how tags are scored
 */
record WrittenTagger(TaggerFolder folder, TrainingCorpus corpus, TagMetric metric) {

    /** Scores the tagger and its INT8 form, and compares with the numbers of trained labels. */
    ExportedScore score(List<int[]> trained)
            throws IOException, ModelException, TranslateException {
        try (ZooModel<String[], String[]> tagger = new FloatModel(folder.model()).loadTagger();
                ZooModel<String[], String[]> small = loadInt8()) {
            Result exact = run(tagger, trained);
            Result quantized = run(small, trained);
            Precision precision = ((Int8Model) small.getWrappedModel()).getPrecision();
            String ranges = precision == Precision.INT8 ? "calibrated ranges" : "dynamic ranges";
            return new ExportedScore(
                    exact.score,
                    exact.agreement,
                    new ExportedScore.Int8Score(ranges, quantized.score, quantized.agreement));
        }
    }

    /** The file may change in the next training, so nothing of it is cached. */
    private ZooModel<String[], String[]> loadInt8() throws IOException, ModelException {
        return Criteria.builder()
                .setTypes(String[].class, String[].class)
                .optModelPath(folder.path())
                .optTranslatorFactory(new TaggerTranslatorFactory())
                .optEngine("Int8")
                .optOption("cache", "false")
                .build()
                .loadModel();
    }

    private Result run(ZooModel<String[], String[]> model, List<int[]> trained)
            throws TranslateException {
        List<List<String>> gold = new ArrayList<>();
        List<List<String>> found = new ArrayList<>();
        long words = 0;
        long same = 0;
        try (Predictor<String[], String[]> predictor = model.newPredictor()) {
            for (int s = 0; s < trained.size(); s++) {
                TaggedSentence sentence = corpus.dev().get(s);
                String[] tags = predictor.predict(sentence.words().toArray(String[]::new));
                gold.add(sentence.tags());
                found.add(Arrays.asList(tags));
                for (int word = 0; word < trained.get(s).length; word++) {
                    same += corpus.labels().get(trained.get(s)[word]).equals(tags[word]) ? 1 : 0;
                    words++;
                }
            }
        }
        return new Result(metric.of(gold, found), (double) same / Math.max(1, words));
    }

    private record Result(double score, double agreement) {}
}
