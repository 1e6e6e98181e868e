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

import ai.djl.MalformedModelException;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.CalibrationTableFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.testng.Assert;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Tables that are taken over to other files of a model of two layers. */
public class TableBindingTest {

    private static final float[] WEIGHT = {1, -2, 3, 4};

    private Path folder;
    private Path original;
    private CalibrationTable table;

    @BeforeMethod
    public void writeModel() throws IOException, MalformedModelException {
        folder = Files.createTempDirectory("binding");
        original = folder.resolve("original.onnx");
        ModelWriter.write(model("w", "h", "Tanh", true, WEIGHT).build(), original);
        table = table(ModelHash.of(original), "h");
    }

    @AfterMethod
    public void cleanUp() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    @DataProvider
    public Object[][] same() {
        return new Object[][] {
            {model("w", "h", "Tanh", true, WEIGHT).addMetadata("author", "other")},
            {model("weight", "h", "Tanh", true, WEIGHT)},
            {model("w", "h", "Tanh", false, WEIGHT)},
            // A unit in the last place of 4 is 4.8e-7, which is 1.2e-7 of the largest.
            {model("w", "h", "Tanh", true, 1, -2, 3, Math.nextUp(4f))},
        };
    }

    @Test(dataProvider = "same")
    public void sameModelTakesTheTable(ModelBuilder builder)
            throws IOException, MalformedModelException {
        Path other = folder.resolve("other.onnx");
        ModelWriter.write(builder.build(), other);
        Assert.assertNotEquals(ModelHash.of(other), ModelHash.of(original));
        CalibrationTable bound = TableBinding.rebind(table, original, other);
        Assert.assertEquals(text(bound), text(table(ModelHash.of(other), "h")));
        Assert.assertEquals(text(TableBinding.rebind(bound, other, original)), text(table));
    }

    @Test
    public void externalDataIsTheSameModel() throws IOException, MalformedModelException {
        Path other = folder.resolve("external.onnx");
        ModelWriter.builder()
                .optExternalData(true)
                .optExternalThreshold(1)
                .build()
                .save(OnnxModel.open(original), other);
        Assert.assertEquals(
                TableBinding.rebind(table, original, other).modelHash(), ModelHash.of(other));
    }

    @DataProvider
    public Object[][] others() {
        return new Object[][] {
            {
                model("w", "h", "Tanh", true, 1, -2, 3.0001f, 4),
                "weight w FLOAT[2, 2] is one that differs by"
            },
            {model("w", "h", "Tanh", true, 1, -2, 3, Float.NaN), "differs by NaN"},
            {
                model("w", "h", "Tanh", true, 1, -2, 3, 4, 5, 6),
                "weight w FLOAT[2, 2] is w FLOAT[2, 3] there"
            },
            {model("w", "h", "Relu", true, WEIGHT), "node Tanh act is Relu act there"},
            {model("w", "p", "Tanh", true, WEIGHT), "tensor h is p there"},
            {
                model("w", "h", "Tanh", true, WEIGHT).addOutput("h", ElementType.FLOAT, 1, 2),
                "outputs"
            },
            {
                model("w", "h", "Tanh", true, WEIGHT)
                        .addNode(Node.builder("Neg", "n").addInputs("y").addOutputs("z").build()),
                "number of nodes 3 is 4 there"
            },
        };
    }

    @Test(dataProvider = "others")
    public void anotherModelIsRefused(ModelBuilder builder, String expected)
            throws IOException, MalformedModelException {
        Path other = folder.resolve("other.onnx");
        ModelWriter.write(builder.build(), other);
        IllegalArgumentException e =
                Assert.expectThrows(
                        IllegalArgumentException.class,
                        () -> TableBinding.rebind(table, original, other));
        Assert.assertTrue(e.getMessage().contains(expected), e.getMessage());
        Assert.assertTrue(e.getMessage().contains(other.toString()), e.getMessage());
    }

    @Test
    public void tableOfAnotherFileIsRefused() {
        CalibrationTable stranger = table("0".repeat(64), "h");
        IllegalArgumentException e =
                Assert.expectThrows(
                        IllegalArgumentException.class,
                        () -> TableBinding.rebind(stranger, original, original));
        Assert.assertTrue(
                e.getMessage().startsWith("The table was made for the model with the SHA-256 00"),
                e.getMessage());
    }

    @Test
    public void tensorThatTheModelLacksIsRefused() throws IOException, MalformedModelException {
        CalibrationTable other = table(ModelHash.of(original), "g");
        IllegalArgumentException e =
                Assert.expectThrows(
                        IllegalArgumentException.class,
                        () -> TableBinding.rebind(other, original, original));
        Assert.assertTrue(e.getMessage().contains("tensor g is null there"), e.getMessage());
    }

    /** Returns y = x + activation(x w), whose sum may be turned round. */
    private static ModelBuilder model(
            String weight, String hidden, String activation, boolean inOrder, float... values) {
        Node.Builder sum = Node.builder("Add", "sum").addOutputs("y");
        return new ModelBuilder("small")
                .addInput("x", ElementType.FLOAT, 1, 2)
                .addInitializer(Tensor.ofFloats(weight, values, 2, values.length / 2))
                .addNode(
                        Node.builder("MatMul", "product")
                                .addInputs("x", weight)
                                .addOutputs(hidden)
                                .build())
                .addNode(Node.builder(activation, "act").addInputs(hidden).addOutputs("a").build())
                .addNode((inOrder ? sum.addInputs("x", "a") : sum.addInputs("a", "x")).build())
                .addOutput("y", ElementType.FLOAT, 1, 2);
    }

    private static CalibrationTable table(String hash, String tensor) {
        String text =
                "# djl-int8 calibration table 1\n# model-sha256 "
                        + hash
                        + "\n# data-sha256 "
                        + "1".repeat(64)
                        + "\n# samples 3\n"
                        + "tensor\tmin\tmax\tmethod\tcount\tchoice\tchannel-means\tchannel-absmax\n"
                        + tensor
                        + "\t-1.0\t2.0\tminmax\t6\tstatic\t-\t-\n";
        return CalibrationTableFormat.read(text, "test");
    }

    private static String text(CalibrationTable table) {
        return CalibrationTableFormat.write(table);
    }
}
