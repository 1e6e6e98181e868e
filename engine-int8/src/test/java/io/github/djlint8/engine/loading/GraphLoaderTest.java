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
package io.github.djlint8.engine.loading;

import static org.testng.Assert.assertEquals;

import ai.djl.Device;
import io.github.djlint8.api.Precision;
import io.github.djlint8.engine.TestFolder;
import io.github.djlint8.engine.TestModels;
import io.github.djlint8.engine.session.ModelSession;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public class GraphLoaderTest {

    private Path folder;
    private Path model;
    private Path cache;

    @BeforeMethod
    public void writeModel() throws Exception {
        folder = TestFolder.create("loader");
        cache = folder.resolve("cache");
        model = folder.resolve("m.onnx");
        ModelWriter.write(TestModels.linear(1), model);
    }

    @AfterMethod
    public void deleteFolder() throws IOException {
        TestFolder.delete(folder);
    }

    /** As it is for who opens an entry while another process deletes it and makes it anew. */
    @Test
    public void cachedGraphThatCannotBeOpenedIsMadeAgain() throws Exception {
        assertEquals(task(), "linear");
        List<CachedFolder> entries = new CachedGraphs(cache).list();
        assertEquals(entries.size(), 1);
        OnnxModel unknown =
                new ModelBuilder("unknown")
                        .addInput("x", ElementType.FLOAT, "batch", 2)
                        .addNode(
                                Node.builder("NoSuchOperator", "n")
                                        .addInputs("x")
                                        .addOutputs("y")
                                        .build())
                        .addOutput("y", ElementType.FLOAT, "batch", 2)
                        .build();
        new CacheEntry(entries.get(0).folder()).write(Optional.of(unknown), model);
        assertEquals(task(), "linear");
    }

    /** Loads the model and returns what only its own graph says. */
    private String task() throws Exception {
        ModelOptions options = ModelOptions.parse("m", Map.of("cache", cache.toString()));
        PrecisionDecision decision =
                PrecisionPolicy.decide(
                        Device.cpu(),
                        false,
                        Optional.of(Precision.DYNAMIC),
                        ModelFiles.find(folder, List.of("m")));
        try (ModelSession session = new GraphLoader(options, Device.cpu()).open(decision)) {
            return session.session().getMetadata().getCustomMetadata().get("task");
        }
    }
}
