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
package io.github.djlint8.cli.prune;

import ai.djl.MalformedModelException;
import ai.djl.ModelException;
import io.github.djlint8.cli.compare.ModelFolder;
import io.github.djlint8.cli.train.BaseFolder;
import io.github.djlint8.cli.train.TrainingCorpus;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.checkpoint.NamedTensors;
import io.github.djlint8.training.TaggerModel;
import io.github.djlint8.training.bert.BertEncoder;
import io.github.djlint8.training.bert.EncoderConfig;
import io.github.djlint8.training.bert.TokenClassifier;
import io.github.djlint8.zoo.recipe.ModelPreparer;
import io.github.djlint8.zoo.recipe.RecipeCatalog;
import io.github.djlint8.zoo.translator.TaggerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A tagger that was trained: a base with labels and a classifier for them.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param folder the folder
 * @param labels the labels in the order of the logits
 */
public record TrainedTagger(BaseFolder folder, List<String> labels) {

    private static final String CLASSIFIER = "classifier.weight";

    /** Copies the labels. */
    public TrainedTagger {
        labels = List.copyOf(labels);
    }

    /**
     * Finds a tagger.
     *
     * @param name a model of the zoo, or a folder
     * @param scratch an empty folder
     * @return the tagger
     * @throws IOException if there is none of the name, or it is no tagger
     * @throws MalformedModelException if its weights cannot be read or have no classifier for its
     *     labels
     */
    public static TrainedTagger find(String name, Path scratch)
            throws IOException, MalformedModelException {
        BaseFolder folder =
                RecipeCatalog.ARTIFACTS.contains(name)
                        ? new BaseFolder(ModelFolder.find(name).path())
                        : BaseFolder.find(name, scratch);
        List<String> labels = TaggerConfig.read(folder.path()).labels();
        NamedTensors weights = folder.weights();
        Optional<Tensor> classifier = weights.find(CLASSIFIER);
        if (classifier.isEmpty() || classifier.get().dim(0) != labels.size()) {
            throw new MalformedModelException(
                    weights.source()
                            + " has "
                            + classifier.map(Tensor::toString).orElse("no " + CLASSIFIER)
                            + ", expected that of a tagger trained for "
                            + labels.size()
                            + " labels");
        }
        return new TrainedTagger(folder, labels);
    }

    /**
     * Loads the weights.
     *
     * @return the model, the caller's to close
     * @throws IOException if a file cannot be read
     * @throws ModelException if the weights are malformed
     */
    TaggerModel load() throws IOException, ModelException {
        return TaggerModel.builder()
                .setConfig(shape())
                .setWeights(folder.weights())
                .setLabels(labels)
                .optFreezeEmbeddings(true)
                .build();
    }

    /** Describes the tagger with the score that it reached. */
    Stage stage(String name, double score) throws IOException, ModelException {
        TokenClassifier block = new TokenClassifier(new BertEncoder(shape()), labels.size());
        long parameters =
                block.getParameters().values().stream().mapToLong(p -> p.getShape().size()).sum();
        Path model = folder.path().resolve(ModelPreparer.MODEL_FILE);
        Path weights = folder.path().resolve(BaseFolder.SAFETENSORS);
        long bytes = Files.size(Files.isRegularFile(model) ? model : weights);
        return new Stage(name, parameters, bytes, score);
    }

    EncoderConfig shape() throws IOException, MalformedModelException {
        return folder.config();
    }

    /** Returns the corpus with the labels of the tagger, all of whose tags must be among them. */
    TrainingCorpus relabel(TrainingCorpus corpus) {
        TreeSet<String> unknown = new TreeSet<>(corpus.labels());
        labels.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "The tagger in "
                            + folder.path()
                            + " does not know the labels "
                            + unknown
                            + " of the corpora; it knows "
                            + labels);
        }
        return corpus.inOrderOf(labels);
    }
}
