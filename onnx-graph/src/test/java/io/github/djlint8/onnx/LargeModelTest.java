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
package io.github.djlint8.onnx;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import io.github.djlint8.onnx.synthetic.BertConfig;
import io.github.djlint8.onnx.synthetic.BertGraph;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** A model of BERT-base's size, 435 MB, needs only a small heap, in a process of its own. */
public class LargeModelTest {

    private static final String HEAP = "-Xmx64m";

    private Path folder;

    @BeforeClass
    public void prepare() throws Exception {
        folder = Models.folder("large");
    }

    @AfterClass
    public void clean() throws Exception {
        Models.delete(folder);
    }

    @Test
    public void buildsEditsAndRewritesInASmallHeap() throws Exception {
        Path log = folder.resolve("log");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                HEAP,
                                "-cp",
                                System.getProperty("java.class.path"),
                                LargeModelTest.class.getName(),
                                folder.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        if (!ended) {
            process.destroyForcibly();
        }
        String output = Files.readString(log);
        assertTrue(ended, "no end after five minutes: " + output);
        assertEquals(process.exitValue(), 0, output);
        for (String name : List.of("built.onnx", "edited.onnx")) {
            long size = Files.size(folder.resolve(name));
            assertTrue(size > 430_000_000 && size < 440_000_000, name + " has " + size);
        }
        assertTrue(Files.size(folder.resolve("external.onnx")) < 2_000_000);
    }

    /** Builds, opens, edits and writes a model in the folder that is named. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Path built = folder.resolve("built.onnx");
        ModelWriter.write(BertGraph.build(BertConfig.builder().build()), built);
        OnnxModel model = OnnxModel.open(built);
        Graph graph = model.graph();
        for (String name : graph.initializerNames()) {
            require(graph.initializer(name).orElseThrow().data().isDirect(), name);
        }
        Node last = graph.producer("logits").orElseThrow();
        graph.add(Node.builder("Relu", "relu").addInputs("logits").addOutputs("r").build());
        graph.redirect("logits", "r");
        require(!graph.producer("logits").orElseThrow().equals(last), "redirect");
        OnnxModel edited = model.withGraph(graph).withMetadata(Map.of("edited", "yes"));
        Path file = folder.resolve("edited.onnx");
        ModelWriter.write(edited, file);
        ModelWriter external = ModelWriter.builder().optExternalData(true).build();
        external.save(OnnxModel.open(file), folder.resolve("external.onnx"));
        OnnxModel read = OnnxModel.open(folder.resolve("external.onnx"));
        for (String name : read.graph().initializerNames()) {
            Tensor tensor = read.graph().initializer(name).orElseThrow();
            Tensor before = model.graph().initializer(name).orElseThrow();
            require(tensor.data().equals(before.data()), name);
        }
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new IllegalStateException("Failed: " + what);
        }
    }
}
