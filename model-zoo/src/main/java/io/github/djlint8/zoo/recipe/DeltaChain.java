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
package io.github.djlint8.zoo.recipe;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.checkpoint.DeltaMerger;
import io.github.djlint8.onnx.checkpoint.SafetensorsReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The deltas of a recipe and of those that it builds on, each with its scale, in order.
 *
 * <p>Immutable and safe for use by many threads.
 */
final class DeltaChain {

    private final List<Recipe> recipes;

    /**
     * Creates the chain.
     *
     * @throws MalformedModelException if a recipe and the one that it builds on are not for the
     *     same labels and encoder
     */
    DeltaChain(Recipe recipe) throws MalformedModelException {
        recipes = recipe.lineage();
        for (Recipe next : recipes) {
            if (next.parent() != null) {
                requireSame(next, "labels", next.labels(), next.parent().labels());
                requireSame(next, "base", next.base().name(), next.parent().base().name());
            }
        }
    }

    /** Merges all deltas into one graph, so that the heap holds one set of changed weights. */
    OnnxModel merge(UnpackedBase base) throws IOException, MalformedModelException {
        Graph graph = base.model().graph();
        for (Recipe recipe : recipes) {
            ByteBuffer delta = ByteBuffer.wrap(recipe.delta().read(ModelPreparer.ZOO));
            String source = "delta of " + recipe.artifactId();
            new DeltaMerger(
                            SafetensorsReader.read(delta, source),
                            recipe.deltaScale(),
                            base.output())
                    .mergeInto(graph, "the graph that " + recipe.artifactId() + " changes");
        }
        return base.model().withGraph(graph);
    }

    /** Returns the hashes of the deltas with a blank between them. */
    String sha256() {
        return recipes.stream().map(r -> r.delta().sha256()).collect(Collectors.joining(" "));
    }

    private static void requireSame(Recipe recipe, String what, Object found, Object expected)
            throws MalformedModelException {
        if (!found.equals(expected)) {
            throw new MalformedModelException(
                    "Recipe "
                            + recipe.artifactId()
                            + " has the "
                            + what
                            + " "
                            + found
                            + ", but "
                            + recipe.parent().artifactId()
                            + ", which it builds on, has "
                            + expected);
        }
    }
}
