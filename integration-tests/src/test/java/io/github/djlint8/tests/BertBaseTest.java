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
package io.github.djlint8.tests;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.engine.Engine;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import ai.djl.util.Utils;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.checkpoint.NamedTensors;
import io.github.djlint8.onnx.checkpoint.Safetensors;
import io.github.djlint8.onnx.checkpoint.SafetensorsReader;
import io.github.djlint8.onnx.checkpoint.SafetensorsWriter;
import io.github.djlint8.onnx.checkpoint.TensorBundle;
import io.github.djlint8.onnx.checkpoint.TensorFlowNames;
import io.github.djlint8.training.TaggerModel;
import io.github.djlint8.training.bert.EncoderConfig;
import io.github.djlint8.training.bert.LowRank;
import io.github.djlint8.zoo.recipe.ArtifactPath;
import io.github.djlint8.zoo.recipe.BaseCatalog;
import io.github.djlint8.zoo.recipe.BaseModel;
import io.github.djlint8.zoo.recipe.ClassPathFile;
import io.github.djlint8.zoo.recipe.ModelPreparer;
import io.github.djlint8.zoo.recipe.Recipe;
import io.github.djlint8.zoo.recipe.TensorFlowSource;
import io.github.djlint8.zoo.text.SubwordEncoder;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.testng.Assert;
import org.testng.SkipException;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/**
 * The zoo's graph of the published BERT-base against the Blocks of training, on the same weights.
 *
 * <p>Needs the jar of 405 MB, named by the system property {@code djl.int8.bert.jar}.
 */
public class BertBaseTest {

    private static final String DELTA = "delta.safetensors";
    private static final int WIDTH = 768;
    private static final int INNER = 3072;
    private static final int RANK = 8;
    private static final float SCALE = 2;
    private static final List<String> LABELS = List.of("A", "B", "C", "D", "E");
    private static final long[] IDS = {
        101, 1287, 1821, 170, 1353, 102, 101, 1109, 28995, 119, 102, 0
    };
    private static final long[] MASK = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0};
    private static final long[] TYPES = new long[12];
    private static final Shape SHAPE = new Shape(2, 6);

    private Path folder;
    private String jar;

    @BeforeClass
    public void makeFolder() throws IOException {
        jar = System.getProperty("djl.int8.bert.jar", "");
        if (!Files.isRegularFile(Path.of(jar))) {
            throw new SkipException(
                    "SKIPPED: the published BERT-base is not tested; name the jar of "
                            + BaseCatalog.read("bert-base-cased").coordinates()
                            + " with -Ddjl.int8.bert.jar=FILE");
        }
        if (!Engine.hasEngine(TaggerModel.ENGINE)) {
            throw new SkipException("SKIPPED: there is no PyTorch on this class path");
        }
        folder = Files.createTempDirectory("bert-base");
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        System.clearProperty(ArtifactPath.PROPERTY);
        if (folder != null) {
            Utils.deleteQuietly(folder);
        }
    }

    @Test
    public void mergedGraphEqualsTheBlocks() throws Exception {
        long seed = new Random().nextInt();
        Path delta = folder.resolve(DELTA);
        writeDelta(delta, new Random(seed));
        Path model = folder.resolve("model");
        System.setProperty(ArtifactPath.PROPERTY, jar);
        BaseModel base = BaseCatalog.read("bert-base-cased");
        prepare(base, delta, model);
        wordsAreSplitAsPublished(model);

        float[] graph = run(model);
        float[] blocks = blocks(base, SafetensorsReader.read(delta));
        Assert.assertEquals(graph.length, blocks.length);
        float largest = 0;
        float difference = 0;
        for (int i = 0; i < graph.length; i++) {
            largest = Math.max(largest, Math.abs(blocks[i]));
            difference = Math.max(difference, Math.abs(graph[i] - blocks[i]));
        }
        Assert.assertTrue(largest > 0.1, "logits are all near zero: " + largest);
        // Twelve layers of float sums in another order; logits are of the order of 1.
        Assert.assertTrue(difference < 1e-4, "differ by " + difference + ", seed " + seed);
    }

    /** Ids of the published vocabulary, whose line 1 has the id 0. */
    private static void wordsAreSplitAsPublished(Path model) throws IOException {
        try (SubwordEncoder tokenizer = SubwordEncoder.open(model)) {
            Assert.assertEquals(tokenizer.prefix(), new int[] {101});
            Assert.assertEquals(tokenizer.suffix(), new int[] {102});
            int[][] ids = tokenizer.encode(List.of("The", "the", "John", "."));
            Assert.assertEquals(ids, new int[][] {{1109}, {1103}, {1287}, {119}});
        }
    }

    /** Everything that training with LoRA changes, at random. */
    private static void writeDelta(Path file, Random random) throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter();
        for (int layer = 0; layer < 12; layer++) {
            String name = "encoder.layer." + layer + ".";
            for (String part : new String[] {"query", "key", "value"}) {
                adapt(writer, name + "attention.self." + part, WIDTH, WIDTH, random);
            }
            adapt(writer, name + "attention.output.dense", WIDTH, WIDTH, random);
            adapt(writer, name + "intermediate.dense", WIDTH, INNER, random);
            adapt(writer, name + "output.dense", INNER, WIDTH, random);
            add(writer, name + "output.LayerNorm.weight", 1, random, WIDTH);
            add(writer, name + "output.LayerNorm.bias", 0, random, WIDTH);
        }
        add(writer, "classifier.weight", 0, random, LABELS.size(), WIDTH);
        add(writer, "classifier.bias", 0, random, LABELS.size());
        writer.write(file);
    }

    private static void adapt(
            SafetensorsWriter writer, String layer, int in, int out, Random random) {
        add(writer, layer + ".lora_A", 0, random, RANK, in);
        add(writer, layer + ".lora_B", 0, random, out, RANK);
        add(writer, layer + ".bias", 0, random, out);
    }

    private static void add(
            SafetensorsWriter writer, String name, float mean, Random random, int... dims) {
        int count = 1;
        long[] shape = new long[dims.length];
        for (int i = 0; i < dims.length; i++) {
            count *= dims[i];
            shape[i] = dims[i];
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (mean + 0.02 * random.nextGaussian());
        }
        writer.add(Tensor.ofFloats(name, values, shape));
    }

    private void prepare(BaseModel base, Path delta, Path model) throws Exception {
        Recipe recipe =
                new Recipe(
                        "random",
                        "1",
                        "Random",
                        "Random.",
                        "pos",
                        "en",
                        base,
                        null,
                        new ClassPathFile(DELTA, sha256(delta)),
                        SCALE,
                        null,
                        LABELS,
                        Map.of(),
                        List.of(),
                        "nobody");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            thread.setContextClassLoader(loader);
            new ModelPreparer(recipe).prepare(model);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private float[] blocks(BaseModel base, Safetensors delta) throws Exception {
        TensorFlowSource source = (TensorFlowSource) base.source();
        List<String> names = new ArrayList<>();
        for (String end : new String[] {".index", ".data-00000-of-00001"}) {
            names.add(source.variables() + end);
        }
        source.archive()
                .unzip(
                        base.coordinates(),
                        Map.of(
                                names.get(0), folder.resolve("v.index"),
                                names.get(1), folder.resolve("v.data-00000-of-00001")));
        NamedTensors weights = new TensorFlowNames(TensorBundle.open(folder.resolve("v")));
        try (TaggerModel model =
                        TaggerModel.builder()
                                .setConfig(EncoderConfig.parse(base.config().toString()))
                                .setWeights(new Changed(delta, weights))
                                .setLabels(LABELS)
                                .optLowRank(new LowRank(RANK, SCALE * RANK, LowRank.ALL_TARGETS))
                                .optDevice(Device.cpu())
                                .build();
                NDManager manager = model.model().getNDManager().newSubManager()) {
            return model.logits(inputs(manager)).toFloatArray();
        }
    }

    private static float[] run(Path model) throws Exception {
        Criteria<NDList, NDList> criteria =
                Criteria.builder()
                        .setTypes(NDList.class, NDList.class)
                        .optModelPath(model)
                        .optEngine("OnnxRuntime")
                        .optDevice(Device.cpu())
                        .optTranslator(new NoopTranslator())
                        .build();
        try (ZooModel<NDList, NDList> zoo = criteria.loadModel();
                Predictor<NDList, NDList> predictor = zoo.newPredictor();
                NDManager manager = zoo.getNDManager().newSubManager()) {
            return predictor.predict(inputs(manager)).get(0).toFloatArray();
        }
    }

    private static NDList inputs(NDManager manager) {
        NDArray ids = manager.create(IDS, SHAPE);
        NDArray mask = manager.create(MASK, SHAPE);
        NDArray types = manager.create(TYPES, SHAPE);
        ids.setName("input_ids");
        mask.setName("attention_mask");
        types.setName("token_type_ids");
        return new NDList(ids, mask, types);
    }

    private static String sha256(Path file) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        return HexFormat.of().formatHex(hash);
    }

    /** Weights of which some are replaced. */
    private record Changed(NamedTensors delta, NamedTensors base) implements NamedTensors {

        @Override
        public String source() {
            return base.source();
        }

        @Override
        public Optional<Tensor> find(String name) throws MalformedModelException {
            Optional<Tensor> changed = delta.find(name);
            return changed.isPresent() ? changed : base.find(name);
        }
    }
}
