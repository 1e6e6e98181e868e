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
import ai.djl.huggingface.translator.TokenClassificationTranslatorFactory;
import ai.djl.modality.nlp.translator.NamedEntity;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.djlint8.zoo.translator.TaggerTranslatorFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** The ways to tag a corpus that are compared; the first is what a program has today. */
public enum CorpusWay {
    /** Float32 in DJL's engine OnnxRuntime with DJL's translator, batches in file order. */
    FLOAT32_DJL {
        @Override
        CorpusTagger open(Path folder, List<String[]> sentences, int batch)
                throws IOException, ModelException {
            return new BatchCorpusTagger<>(djl(folder), texts(sentences), batch);
        }
    },
    /** The same with all sentences sorted by length before. */
    FLOAT32_DJL_SORTED {
        @Override
        CorpusTagger open(Path folder, List<String[]> sentences, int batch)
                throws IOException, ModelException {
            List<String[]> sorted =
                    sentences.stream()
                            .sorted(Comparator.comparingInt((String[] words) -> words.length))
                            .toList();
            return new BatchCorpusTagger<>(djl(folder), texts(sorted), batch);
        }
    },
    /** Float32 in engine Int8 with the translator of this project, batches in file order. */
    FLOAT32 {
        @Override
        CorpusTagger open(Path folder, List<String[]> sentences, int batch)
                throws IOException, ModelException {
            return new BatchCorpusTagger<>(own(folder, "float32"), sentences, batch);
        }
    },
    /** Engine Int8 as it comes, batches in file order. */
    INT8 {
        @Override
        CorpusTagger open(Path folder, List<String[]> sentences, int batch)
                throws IOException, ModelException {
            return new BatchCorpusTagger<>(own(folder, ""), sentences, batch);
        }
    },
    /** Engine Int8 as it comes, one stream through the bulk tagger. */
    INT8_BULK {
        @Override
        CorpusTagger open(Path folder, List<String[]> sentences, int batch)
                throws IOException, ModelException {
            return new BulkCorpusTagger(own(folder, ""), sentences);
        }
    };

    /**
     * Loads the model.
     *
     * @param folder the folder of the model
     * @param sentences the words of the sentences
     * @param batch the number of sentences of a batch
     * @return the tagger; the caller closes it
     * @throws IOException if a file cannot be read
     * @throws ModelException if the model cannot be loaded
     */
    abstract CorpusTagger open(Path folder, List<String[]> sentences, int batch)
            throws IOException, ModelException;

    private static List<String> texts(List<String[]> sentences) {
        return sentences.stream().map(words -> String.join(" ", words)).toList();
    }

    private static ZooModel<String, NamedEntity[]> djl(Path folder)
            throws IOException, ModelException {
        return Criteria.builder()
                .setTypes(String.class, NamedEntity[].class)
                .optEngine("OnnxRuntime")
                .optModelPath(folder)
                .optModelName("model")
                .optTranslatorFactory(new TokenClassificationTranslatorFactory())
                .optArgument("includeTokenTypes", true)
                .build()
                .loadModel();
    }

    private static ZooModel<String[], String[]> own(Path folder, String precision)
            throws IOException, ModelException {
        Criteria.Builder<String[], String[]> criteria =
                Criteria.builder()
                        .setTypes(String[].class, String[].class)
                        .optEngine("Int8")
                        .optModelPath(folder)
                        .optModelName("model")
                        .optTranslatorFactory(new TaggerTranslatorFactory());
        if (!precision.isEmpty()) {
            criteria.optOption("precision", precision);
        }
        return criteria.build().loadModel();
    }
}
