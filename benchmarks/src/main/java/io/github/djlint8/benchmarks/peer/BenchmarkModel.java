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
package io.github.djlint8.benchmarks.peer;

import ai.djl.MalformedModelException;
import ai.djl.repository.Artifact;
import ai.djl.util.Utils;
import io.github.djlint8.api.Digests;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.synthetic.BertConfig;
import io.github.djlint8.onnx.synthetic.BertGraph;
import io.github.djlint8.zoo.recipe.RecipeRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The float models that are run. */
public enum BenchmarkModel {
    /** The part-of-speech tagger of the zoo: 6 layers of 384. */
    MINILM {
        @Override
        public Path folder() throws IOException {
            RecipeRepository repository = new RecipeRepository();
            Artifact artifact = repository.resource("pos-en-minilm").getDefaultArtifact();
            repository.prepare(artifact);
            return repository.getResourceDirectory(artifact);
        }
    },
    /** Random weights in the shape of BERT base: 12 layers of 768. */
    BERT_BASE {
        @Override
        public Path folder() throws IOException, MalformedModelException {
            BertConfig config = BertConfig.builder().build();
            Path folder = cache("bert-base", config.toString());
            Path file = folder.resolve("model.onnx");
            if (Files.notExists(file)) {
                Files.createDirectories(folder);
                ModelWriter.write(BertGraph.build(config), file);
            }
            return folder;
        }
    };

    private static final int HASH_DIGITS = 16;

    /**
     * Returns the folder of the model, making what is missing in DJL's cache.
     *
     * @return a folder with {@code model.onnx}
     * @throws IOException if a file cannot be read or written
     * @throws MalformedModelException if the model contradicts itself
     */
    public abstract Path folder() throws IOException, MalformedModelException;

    /**
     * Returns the model that the first argument names, all without one.
     *
     * @param args the arguments of a program
     * @return the models
     * @throws IllegalArgumentException if there is no such model
     */
    public static List<BenchmarkModel> named(String... args) {
        return args.length > 0
                ? List.of(valueOf(args[0].toUpperCase(Locale.ROOT)))
                : List.of(values());
    }

    /** Returns where a model is kept that is made for benchmarks only, from a certain content. */
    static Path cache(String kind, String content) {
        return Utils.getEngineCacheDir("int8")
                .resolve("benchmarks")
                .resolve(kind + '-' + Digests.of(List.of(content)).substring(0, HASH_DIGITS));
    }
}
