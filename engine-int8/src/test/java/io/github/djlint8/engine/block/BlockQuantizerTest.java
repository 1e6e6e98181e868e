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
package io.github.djlint8.engine.block;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotSame;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.modality.nlp.DefaultVocabulary;
import ai.djl.modality.nlp.embedding.TrainableWordEmbedding;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.ParameterStore;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.ActivationScheme;
import io.github.djlint8.api.CalibrationMethod;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.api.SmoothQuant;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.Symmetry;
import io.github.djlint8.api.TensorCalibration;
import io.github.djlint8.api.ValueRange;
import io.github.djlint8.engine.Int8NDArray;
import io.github.djlint8.engine.Int8NDManager;
import io.github.djlint8.engine.TestFolder;
import io.github.djlint8.engine.session.OrtRuntime;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.quantize.DynamicQuantizer;
import io.github.djlint8.onnx.quantize.StaticQuantizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Trees of Blocks, against ONNX models of the same weights and against themselves after saving. */
public class BlockQuantizerTest {

    private static final int INPUTS = 37;
    private static final int OUTPUTS = 70;
    private static final String HASH = "0".repeat(64);

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private Model model;
    private NDManager manager;

    @BeforeMethod
    public void open() {
        model = Model.newInstance("blocks", "Int8");
        manager = model.getNDManager();
    }

    @AfterMethod
    public void close() {
        model.close();
    }

    @DataProvider
    public Object[][] schemes() {
        return new Object[][] {{ActivationScheme.TOKEN}, {ActivationScheme.TENSOR}};
    }

    @Test(dataProvider = "schemes")
    public void dynamicLinearEqualsTheOnnxPath(ActivationScheme scheme) throws Exception {
        DynamicConfig config = DynamicConfig.builder().optActivations(scheme).build();
        Linear linear = linear(OUTPUTS, true, new Shape(2, 5, INPUTS));
        Block converted = BlockQuantizer.of(config).quantize(linear, manager).block();
        assertEquals(converted.getClass(), DynamicInt8Linear.class);
        assertEqualsOnnx(
                converted, DynamicQuantizer.quantize(onnx(linear), config).model(), "float");
    }

    @Test
    public void staticLinearEqualsTheOnnxPath() throws Exception {
        for (Symmetry symmetry : Symmetry.values()) {
            StaticConfig config =
                    plain().optWeightSymmetry(symmetry).optActivationSymmetry(symmetry).build();
            Linear linear = linear(OUTPUTS, true, new Shape(2, 5, INPUTS));
            Block converted =
                    BlockQuantizer.of(config, table("Linear", ActivationChoice.STATIC))
                            .quantize(linear, manager)
                            .block();
            assertEquals(converted.getClass(), Int8Linear.class);
            CalibrationTable table = table("x", ActivationChoice.STATIC);
            OnnxModel quantized = StaticQuantizer.quantize(onnx(linear), table, config).model();
            assertEqualsOnnx(converted, quantized, "float");
        }
    }

    @Test
    public void tableChoosesByTokenOrFloat() throws Exception {
        Linear linear = linear(OUTPUTS, false, new Shape(2, 5, INPUTS));
        BlockQuantizer byToken =
                BlockQuantizer.of(plain().build(), table("Linear", ActivationChoice.TOKEN));
        assertEquals(byToken.quantize(linear, manager).block().getClass(), DynamicInt8Linear.class);
        BlockConversion left =
                BlockQuantizer.of(plain().build(), table("Linear", ActivationChoice.FLOAT))
                        .quantize(linear, manager);
        assertSame(left.block(), linear);
        assertEquals(left.layers().get(0).reason(), "the calibration table leaves it float");
        String missing =
                expectThrows(
                                IllegalArgumentException.class,
                                () ->
                                        BlockQuantizer.of(
                                                        plain().build(),
                                                        table("other", ActivationChoice.STATIC))
                                                .quantize(linear, manager))
                        .getMessage();
        assertTrue(missing.contains("has no tensor Linear"), missing);
        String graph =
                expectThrows(
                                IllegalArgumentException.class,
                                () ->
                                        BlockQuantizer.of(
                                                StaticConfig.defaults(),
                                                table("Linear", ActivationChoice.STATIC)))
                        .getMessage();
        assertTrue(graph.contains("biasCorrection=false"), graph);
    }

    @Test
    public void embeddingEqualsTheOnnxPath() throws Exception {
        Block embedding = embedding();
        Block converted =
                BlockQuantizer.of(DynamicConfig.defaults()).quantize(embedding, manager).block();
        assertEquals(converted.getClass(), Int8Embedding.class);
        NDArray table = embedding.getDirectParameters().get("embedding").getArray();
        OnnxModel onnx =
                new ModelBuilder("embedding")
                        .addInput("x", ElementType.INT64, "batch", "tokens")
                        .addInitializer(tensor("table", table))
                        .addNode(node("Gather", "y", "table", "x"))
                        .addOutput("y", ElementType.FLOAT, "batch", "tokens", INPUTS)
                        .build();
        OnnxModel quantized = DynamicQuantizer.quantize(onnx, DynamicConfig.defaults()).model();
        assertEqualsOnnx(converted, quantized, "index");
    }

    @Test
    public void nestedTreeIsConverted() throws Exception {
        SequentialBlock tree = tree();
        BlockConversion result =
                BlockQuantizer.of(DynamicConfig.defaults()).quantize(tree, manager);
        List<String> lines =
                result.layers().stream()
                        .map(l -> l.path() + " " + l.replacement() + l.reason())
                        .toList();
        assertEquals(
                lines,
                List.of(
                        "01TrainableWordEmbedding Int8Embedding",
                        "02ParallelBlock/01Linear DynamicInt8Linear",
                        "02ParallelBlock/02SequentialBlock/01Linear DynamicInt8Linear",
                        "03LayerNorm LayerNorm has no INT8 form",
                        "04Linear it has 3 output channels, fewer than 64"));
        assertNotSame(result.block(), tree);
        assertTrue(result.block().isInitialized());
        assertEquals(result.block().getInputShapes(), tree.getInputShapes());
        // The float tree is as it was.
        assertEquals(tree.getChildren().get(0).getValue().getClass(), TrainableWordEmbedding.class);
    }

    @Test
    public void convertedTreeStaysNearTheFloatOne() throws Exception {
        SequentialBlock tree = withoutNormalization();
        Block converted =
                BlockQuantizer.of(DynamicConfig.defaults()).quantize(tree, manager).block();
        NDArray x = indices();
        float[] expected = forward(tree, x);
        float[] found = forward(converted, x);
        double error = 0;
        double signal = 0;
        for (int i = 0; i < expected.length; i++) {
            error += Math.pow(expected[i] - (double) found[i], 2);
            signal += Math.pow(expected[i], 2);
        }
        // INT8 of normal values keeps about 40 dB; 25 dB leaves room for three layers in a row.
        assertTrue(error < signal / 300, error + " of " + signal + ", seed " + seed);
        assertTrue(error > 0, "nothing was quantized");
    }

    @Test
    public void pathsCanBeSkipped() throws Exception {
        DynamicConfig config =
                DynamicConfig.builder().optSkip(List.of("02ParallelBlock", "01*")).build();
        SequentialBlock tree = tree();
        BlockConversion result = BlockQuantizer.of(config).quantize(tree, manager);
        assertSame(result.block(), tree);
        assertTrue(result.layers().stream().noneMatch(BlockConversion.Layer::isReplaced));
        assertEquals(result.layers().get(1).path(), "02ParallelBlock/01Linear");
        assertEquals(result.layers().get(1).reason(), "skipped by name");
        DynamicConfig misspelt = DynamicConfig.builder().optSkip(List.of("02Linear")).build();
        String message =
                expectThrows(
                                IllegalArgumentException.class,
                                () -> BlockQuantizer.of(misspelt).quantize(tree, manager))
                        .getMessage();
        assertTrue(message.startsWith("No Block has a path like 02Linear; the paths"), message);
    }

    @Test
    public void floatBlockWithoutValuesIsRefused() {
        String message =
                expectThrows(
                                IllegalStateException.class,
                                () ->
                                        BlockQuantizer.of(DynamicConfig.defaults())
                                                .quantize(
                                                        Linear.builder().setUnits(70).build(),
                                                        manager))
                        .getMessage();
        assertTrue(message.startsWith("Parameter weight of Block Linear has no values"), message);
    }

    @Test
    public void savedTreeIsLoadedIntoEmptyBlocks() throws Exception {
        Path folder = TestFolder.create("blocks");
        try {
            NDArray x = indices();
            SequentialBlock tree = withoutNormalization();
            Block converted =
                    BlockQuantizer.of(DynamicConfig.defaults()).quantize(tree, manager).block();
            float[] expected = forward(converted, x);
            model.setBlock(converted);
            model.setProperty("tagset", "universal");
            model.save(folder, "tagger");
            model.save(folder, "tagger");
            assertEquals(names(folder), List.of("tagger-0000.params", "tagger-0001.params"));
            // 50 x 37 + 2 x 37 x 70 weights, one byte each; floats are 50 + 2 x 70 scales, 2 x 70
            // biases and the head of 70 x 3 + 3. Headers of the 10 parameters are below 2,048
            // bytes.
            int bytes = 7030 + 4 * (190 + 140 + 213);
            long int8 = Files.size(folder.resolve("tagger-0000.params"));
            assertTrue(int8 >= bytes && int8 < bytes + 2048, int8 + " bytes for " + bytes);
            try (Model loaded = Model.newInstance("tagger", "Int8")) {
                loaded.setBlock(emptyTree());
                loaded.load(folder, "tagger");
                assertEquals(forward(loaded.getBlock(), x), expected);
                assertEquals(loaded.getProperty("tagset"), "universal");
                assertTrue(loaded.getBlock().isInitialized());
                loaded.save(folder, "again");
            }
        } finally {
            TestFolder.delete(folder);
        }
    }

    @Test
    public void staticLayerIsSavedAndLoaded() throws Exception {
        Path folder = TestFolder.create("blocks");
        try {
            StaticConfig config = plain().optWeightSymmetry(Symmetry.ASYMMETRIC).build();
            Linear linear = linear(OUTPUTS, true, new Shape(2, 5, INPUTS));
            BlockQuantizer quantizer =
                    BlockQuantizer.of(config, table("Linear", ActivationChoice.STATIC));
            model.setBlock(quantizer.quantize(linear, manager).block());
            NDArray x = normal(new Shape(2, 5, INPUTS));
            model.save(folder, "layer");
            try (Model loaded = Model.newInstance("layer", "Int8")) {
                loaded.setBlock(new Int8Linear());
                loaded.load(folder);
                assertEquals(forward(loaded.getBlock(), x), forward(model.getBlock(), x));
            }
        } finally {
            TestFolder.delete(folder);
        }
    }

    @Test
    public void damagedFilesAreNamed() throws Exception {
        Path folder = TestFolder.create("blocks");
        try {
            Linear linear = linear(OUTPUTS, true, new Shape(2, 5, INPUTS));
            model.setBlock(
                    BlockQuantizer.of(DynamicConfig.defaults()).quantize(linear, manager).block());
            model.save(folder, "layer");
            Path file = folder.resolve("layer-0000.params");
            byte[] whole = Files.readAllBytes(file);
            assertLoadFails(folder, new Int8Linear(), "layer-0000.params");
            Files.write(file, Arrays.copyOf(whole, 300));
            assertLoadFails(folder, new DynamicInt8Linear(), "Parameter weight of");
            Files.write(file, new byte[] {1, 2, 3, 4, 5});
            assertLoadFails(folder, new DynamicInt8Linear(), "does not begin with DJL@");
        } finally {
            TestFolder.delete(folder);
        }
    }

    private static void assertLoadFails(Path folder, Block block, String part) {
        try (Model loaded = Model.newInstance("layer", "Int8")) {
            loaded.setBlock(block);
            MalformedModelException e =
                    expectThrows(MalformedModelException.class, () -> loaded.load(folder));
            assertTrue(e.getMessage().contains("layer-0000.params"), e.getMessage());
            assertTrue(e.getMessage().contains(part), e.getMessage());
        }
    }

    private static List<String> names(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private void assertEqualsOnnx(Block block, OnnxModel onnx, String kind) throws Exception {
        assertTrue(DynamicQuantizer.isQuantized(onnx) || kind.equals("index"), "stayed float");
        NDArray x = kind.equals("index") ? indices() : normal(new Shape(2, 5, INPUTS));
        try (OrtSession session =
                        OrtRuntime.environment().createSession(ModelWriter.toBuffer(onnx));
                OnnxTensor in = ((Int8NDArray) x).toOnnxTensor(OrtRuntime.environment());
                OrtSession.Result result = session.run(Map.of("x", in))) {
            NDArray expected = ((Int8NDManager) manager).fromOnnxValue(result.get(0));
            assertEquals(forward(block, x), expected.toFloatArray(), "seed " + seed);
        }
    }

    private float[] forward(Block block, NDArray input) {
        return block.forward(new ParameterStore(manager, false), new NDList(input), false)
                .singletonOrThrow()
                .toFloatArray();
    }

    private static OnnxModel onnx(Linear linear) {
        NDArray weight = linear.getDirectParameters().get("weight").getArray();
        NDArray bias = linear.getDirectParameters().get("bias").getArray();
        return new ModelBuilder("linear")
                .addInput("x", ElementType.FLOAT, "batch", "tokens", INPUTS)
                .addInitializer(tensor("w", weight.transpose()))
                .addInitializer(tensor("b", bias))
                .addNode(node("MatMul", "product", "x", "w"))
                .addNode(node("Add", "y", "product", "b"))
                .addOutput("y", ElementType.FLOAT, "batch", "tokens", OUTPUTS)
                .build();
    }

    private static Node node(String op, String output, String... inputs) {
        return Node.builder(op, output).addInputs(inputs).addOutputs(output).build();
    }

    private static Tensor tensor(String name, NDArray array) {
        return Tensor.ofFloats(name, array.toFloatArray(), array.getShape().getShape());
    }

    private static StaticConfig.Builder plain() {
        return StaticConfig.builder().optSmoothQuant(SmoothQuant.OFF).optBiasCorrection(false);
    }

    private static CalibrationTable table(String tensor, ActivationChoice choice) {
        TensorCalibration entry =
                new TensorCalibration(
                        tensor,
                        new ValueRange(-2.5f, 3),
                        CalibrationMethod.MINMAX,
                        100,
                        choice,
                        new float[0],
                        new float[0]);
        return CalibrationTable.of(HASH, HASH, 1, List.of(entry));
    }

    private Linear linear(int units, boolean bias, Shape input) {
        Linear linear = Linear.builder().setUnits(units).optBias(bias).build();
        linear.setInitializer((m, shape, type) -> normal(shape), Parameter.Type.WEIGHT);
        linear.setInitializer((m, shape, type) -> normal(shape), Parameter.Type.BIAS);
        linear.initialize(manager, DataType.FLOAT32, input);
        return linear;
    }

    private static Block newEmbedding() {
        List<String> words = IntStream.range(0, 50).mapToObj(i -> "word" + i).toList();
        return TrainableWordEmbedding.builder()
                .setEmbeddingSize(INPUTS)
                .setVocabulary(new DefaultVocabulary(words))
                .build();
    }

    private Block embedding() {
        Block embedding = newEmbedding();
        embedding.setInitializer((m, shape, type) -> normal(shape), Parameter.Type.WEIGHT);
        embedding.initialize(manager, DataType.FLOAT32, new Shape(2, 4));
        return embedding;
    }

    private SequentialBlock tree() {
        return initialized(newTree(true));
    }

    private SequentialBlock withoutNormalization() {
        return initialized(newTree(false));
    }

    private SequentialBlock initialized(SequentialBlock tree) {
        tree.setInitializer((m, shape, type) -> normal(shape), Parameter.Type.WEIGHT);
        tree.setInitializer((m, shape, type) -> normal(shape), Parameter.Type.BIAS);
        tree.initialize(manager, DataType.FLOAT32, new Shape(2, 4));
        return tree;
    }

    private static ParallelBlock sum(Block left, Block right) {
        Block inner = new SequentialBlock().add(right).add(Activation::relu);
        return new ParallelBlock(
                results ->
                        new NDList(
                                results.get(0)
                                        .singletonOrThrow()
                                        .add(results.get(1).singletonOrThrow())),
                List.of(left, inner));
    }

    private static SequentialBlock newTree(boolean normalization) {
        SequentialBlock tree =
                new SequentialBlock()
                        .add(newEmbedding())
                        .add(
                                sum(
                                        Linear.builder().setUnits(OUTPUTS).build(),
                                        Linear.builder().setUnits(OUTPUTS).build()));
        if (normalization) {
            tree.add(LayerNorm.builder().build());
        }
        return tree.add(Linear.builder().setUnits(3).build());
    }

    private static SequentialBlock emptyTree() {
        return new SequentialBlock()
                .add(new Int8Embedding())
                .add(sum(new DynamicInt8Linear(), new DynamicInt8Linear()))
                .add(Linear.builder().setUnits(3).build());
    }

    private NDArray indices() {
        long[] indices = random.longs(8, 0, 50).toArray();
        return manager.create(indices, new Shape(2, 4));
    }

    private NDArray normal(Shape shape) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return manager.create(values, shape);
    }
}
