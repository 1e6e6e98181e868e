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

import ai.djl.util.Utils;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.checkpoint.CheckpointGraph;
import io.github.djlint8.onnx.checkpoint.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.testng.Assert;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Recipes that build on another one, on a BERT of one layer and width 4. */
public class DeltaChainTest {

    private static final String QUERY = "encoder.layer.0.attention.self.query";
    private static final String FIRST = "org/example/first.safetensors";
    private static final String SECOND = "org/example/second.safetensors";
    private static final List<String> LABELS = List.of("O", "X");

    private final TinyBert bert = new TinyBert();
    private final Map<String, byte[]> files = new HashMap<>();
    private final BaseModel base;
    private Path folder;

    public DeltaChainTest() throws IOException {
        byte[] archive = bert.archive(TinyBert.VOCABULARY);
        base = TinyBert.base(archive, TinyBert.config());
        files.put(TinyBert.RESOURCE, archive);
        // Rank 1: A is [1, 2, 3, 4], B has 10 in its first row.
        files.put(FIRST, delta(new float[] {1, 2, 3, 4}, new float[] {10, 0, 0, 0}, 5, 2));
        // A is [1, 0, 0, 0], B has 8 in its first and 4 in its last row.
        files.put(SECOND, delta(new float[] {1, 0, 0, 0}, new float[] {8, 0, 0, 4}, 7, 2));
        // A classifier of three labels.
        files.put("three", delta(new float[4], new float[4], 7, 3));
    }

    @BeforeMethod
    public void writeJar() throws IOException {
        folder = Files.createTempDirectory(Path.of("target"), "chain");
        Path jar = folder.resolve("tiny-bert.jar");
        TinyBert.writeJar(jar, files);
        System.setProperty(ArtifactPath.PROPERTY, jar.toString());
    }

    @AfterMethod
    public void cleanUp() {
        System.clearProperty(ArtifactPath.PROPERTY);
        Utils.deleteQuietly(folder);
    }

    @Test
    public void deltasAreMergedOneAfterTheOther() throws Exception {
        Recipe parent = recipe("parent", null, FIRST, 2, LABELS);
        Recipe child = recipe("child", parent, SECOND, 0.5f, LABELS);
        Assert.assertEquals(child.lineage(), List.of(parent, child));
        Path model = folder.resolve("cache/model");
        new ModelPreparer(child).prepare(model);

        OnnxModel merged = OnnxModel.open(model.resolve("model.onnx"));
        CheckpointGraph weights = new CheckpointGraph(merged.graph(), "model");
        // [in, out]: 2 * 10 * A in column 0 from the first delta; from the second, which touches
        // only the first input, 0.5 * 8 in column 0 and 0.5 * 4 in column 3.
        float[] query = bert.variable("encoder/layer_0/attention/self/query/kernel").clone();
        query[0] += 20;
        query[4] += 40;
        query[8] += 60;
        query[12] += 80;
        query[0] += 4;
        query[3] += 2;
        Assert.assertEquals(weights.linear(QUERY).toFloats(), query);
        // Whole weights are those of the last delta.
        Assert.assertEquals(weights.tensor(QUERY + ".bias").toFloats(), new float[] {7, 7, 7, 7});
        Assert.assertEquals(
                weights.tensor("classifier.bias").toFloats(), new float[] {7, 7}, "classifier");
        Assert.assertEquals(merged.graph().outputs().size(), 1);
        Assert.assertEquals(
                merged.metadata().get("djl_int8.delta_sha256"),
                TinyBert.sha256(files.get(FIRST)) + " " + TinyBert.sha256(files.get(SECOND)));
        Assert.assertEquals(merged.metadata().get("djl_int8.parent"), "parent");
        Assert.assertEquals(merged.metadata().get("djl_int8.artifact"), "child");

        Path again = folder.resolve("again/model");
        new ModelPreparer(child).prepare(again);
        Assert.assertEquals(
                Files.mismatch(model.resolve("model.onnx"), again.resolve("model.onnx")), -1);
    }

    @Test
    public void recipeWithoutParentNamesNone() throws Exception {
        Path model = folder.resolve("cache/model");
        new ModelPreparer(recipe("parent", null, FIRST, 2, LABELS)).prepare(model);
        Map<String, String> metadata = OnnxModel.open(model.resolve("model.onnx")).metadata();
        Assert.assertEquals(
                metadata.get("djl_int8.delta_sha256"), TinyBert.sha256(files.get(FIRST)));
        Assert.assertFalse(metadata.containsKey("djl_int8.parent"), metadata.toString());
    }

    /** A change of the parent has to lead to another folder. */
    @Test
    public void fingerprintFollowsTheParent() {
        Recipe one = recipe("child", recipe("p", null, FIRST, 2, LABELS), SECOND, 1, LABELS);
        Recipe other = recipe("child", recipe("p", null, FIRST, 3, LABELS), SECOND, 1, LABELS);
        Recipe none = recipe("child", null, SECOND, 1, LABELS);
        String fingerprint = new ModelPreparer(one).fingerprint();
        Assert.assertNotEquals(new ModelPreparer(other).fingerprint(), fingerprint);
        Assert.assertNotEquals(new ModelPreparer(none).fingerprint(), fingerprint);
    }

    @DataProvider
    public Object[][] broken() {
        Recipe parent = recipe("parent", null, FIRST, 2, LABELS);
        BaseModel wide =
                new BaseModel(
                        "wide",
                        base.coordinates(),
                        base.source(),
                        base.caseScheme(),
                        base.config());
        return new Object[][] {
            {
                recipe("child", recipe("parent", null, FIRST, 2, List.of("X", "O")), SECOND, 1),
                "Recipe child has the labels [O, X], but parent, which it builds on, has [X, O]"
            },
            {
                recipe("child", onBase(parent, wide), SECOND, 1),
                "Recipe child has the base tiny, but parent, which it builds on, has wide"
            },
            {
                recipe("child", recipe("parent", null, "absent", 2, LABELS), SECOND, 1),
                "File absent is not on the class path"
            },
            {
                recipe("child", withDelta(parent, "0".repeat(64)), SECOND, 1),
                "File " + FIRST + " on the class path has SHA-256"
            },
            {
                recipe("child", parent, "three", 1),
                "FLOAT[4, 2] of the graph that child changes does not fit the shape [4, 3]"
            },
        };
    }

    @Test(dataProvider = "broken")
    public void brokenChainIsNamed(Recipe recipe, String expected) throws IOException {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        IOException e =
                Assert.expectThrows(
                        IOException.class,
                        () -> new ModelPreparer(recipe).prepare(cache.resolve("model")));
        Assert.assertTrue(e.getMessage().contains(expected), e.getMessage());
        try (Stream<Path> left = Files.list(cache)) {
            Assert.assertEquals(left.count(), 0);
        }
    }

    private static byte[] delta(float[] a, float[] b, float bias, int labels) throws IOException {
        Path file = Files.createTempFile("delta", ".safetensors");
        float[] biases = new float[labels];
        Arrays.fill(biases, bias);
        new SafetensorsWriter()
                .add(Tensor.ofFloats(QUERY + ".lora_A", a, 1, 4))
                .add(Tensor.ofFloats(QUERY + ".lora_B", b, 4, 1))
                .add(Tensor.ofFloats(QUERY + ".bias", new float[] {bias, bias, bias, bias}, 4))
                .add(Tensor.ofFloats("classifier.weight", new float[4 * labels], labels, 4))
                .add(Tensor.ofFloats("classifier.bias", biases, labels))
                .write(file);
        byte[] content = Files.readAllBytes(file);
        Files.delete(file);
        return content;
    }

    private Recipe recipe(String name, Recipe parent, String delta, float scale) {
        return recipe(name, parent, delta, scale, LABELS);
    }

    private Recipe recipe(
            String name, Recipe parent, String delta, float scale, List<String> labels) {
        byte[] content = files.getOrDefault(delta, new byte[0]);
        ClassPathFile file = new ClassPathFile(delta, TinyBert.sha256(content));
        return recipe(name, base, parent, file, scale, labels);
    }

    private static Recipe onBase(Recipe recipe, BaseModel base) {
        return recipe(recipe.artifactId(), base, null, recipe.delta(), 1, recipe.labels());
    }

    private static Recipe withDelta(Recipe recipe, String sha256) {
        ClassPathFile delta = new ClassPathFile(recipe.delta().resource(), sha256);
        return recipe(recipe.artifactId(), recipe.base(), null, delta, 1, recipe.labels());
    }

    private static Recipe recipe(
            String name,
            BaseModel base,
            Recipe parent,
            ClassPathFile delta,
            float scale,
            List<String> labels) {
        return new Recipe(
                name, "1", "Tiny", "Tags.", "pos", "en", base, parent, delta, scale, null, labels,
                Map.of(), List.of(), "nobody");
    }
}
