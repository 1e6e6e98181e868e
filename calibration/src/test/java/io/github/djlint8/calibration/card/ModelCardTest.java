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
package io.github.djlint8.calibration.card;

import ai.djl.MalformedModelException;
import ai.djl.util.Utils;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.api.LibraryVersion;
import io.github.djlint8.calibration.evaluate.EvaluatedModel;
import io.github.djlint8.calibration.evaluate.Evaluation;
import io.github.djlint8.calibration.evaluate.Evaluations;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.ModelHash;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.quantize.DynamicQuantizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.testng.Assert;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public class ModelCardTest {

    private Path folder;
    private Path file;

    @BeforeMethod
    public void makeModel() throws IOException, MalformedModelException {
        folder = Files.createTempDirectory("card");
        file = folder.resolve("small-int8.onnx");
        DynamicConfig config = DynamicConfig.builder().optSkip("b|c").build();
        ModelWriter.write(DynamicQuantizer.quantize(model(), "ab12", config).model(), file);
    }

    @AfterMethod
    public void remove() {
        Utils.deleteQuietly(folder);
    }

    @Test
    public void tellsSourceConfigurationAndLayers() throws Exception {
        String card = ModelCard.of(file).toMarkdown();
        for (String expected :
                List.of(
                        "# small-int8.onnx\n",
                        "made by djl-int8 " + LibraryVersion.get() + " from",
                        "SHA-256 `" + ModelHash.of(file) + "`",
                        "| float model | SHA-256 `ab12` |",
                        "| ranges of activations | dynamic |",
                        "| layers | 1 in INT8, 1 float |",
                        "The licence is not known here.",
                        "| author | A \\| B; C |",
                        "Not evaluated yet")) {
            Assert.assertTrue(card.contains(expected), expected + " in " + card);
        }
        Assert.assertFalse(card.contains("calibration"), card);
        String row = "\\| `a` \\| INT8 \\| token \\| [0-9.]+ \\| - \\|";
        Assert.assertTrue(card.lines().anyMatch(l -> l.matches(row)), card);
        Assert.assertTrue(card.lines().anyMatch(l -> l.startsWith("| `b\\|c` | float: ")), card);
    }

    @Test
    public void tellsTheEvaluationOfThisModelOnly() throws Exception {
        Evaluation evaluation = Evaluations.full(0.001);
        ModelCard card = ModelCard.of(file).withLicenses(List.of("Apache-2.0: base weights"));
        IllegalArgumentException e =
                Assert.expectThrows(
                        IllegalArgumentException.class, () -> card.withEvaluation(evaluation));
        Assert.assertTrue(e.getMessage().contains("00250"), e.getMessage());
        String text = card.withEvaluation(of(evaluation, ModelHash.of(file))).toMarkdown();
        for (String expected :
                List.of(
                        "- Apache-2.0: base weights\n",
                        "On `test.iob2` (2 sentences, 4 words, SHA-256 `ab12`).",
                        "Verdict: **excellent**",
                        "| span F1 | 90.00 % | 89.90 % |",
                        "| median of a sentence | 4.00 ms | 1.00 ms |",
                        "| -0.10 (-0.30 to +0.10) |",
                        "| words with the same label |  | 75.00 % |")) {
            Assert.assertTrue(text.contains(expected), expected + " in " + text);
        }
        Assert.assertFalse(text.contains("Not evaluated"), text);
    }

    @Test
    public void isWrittenBesideItsModel() throws Exception {
        Path card = ModelCard.of(file).write();
        Assert.assertEquals(card, folder.resolve("small-int8.md"));
        Assert.assertEquals(Files.readString(card), ModelCard.of(file).toMarkdown());
        try (Stream<Path> files = Files.list(folder)) {
            Assert.assertEquals(files.count(), 2);
        }
        Assert.assertEquals(ModelCard.path(Path.of("m.onnx.gz")), Path.of("m.md"));
        Assert.assertEquals(ModelCard.path(Path.of("a", "m")), Path.of("a", "m.md"));
    }

    @Test
    public void aModelMadeElsewhereHasNoCard() throws Exception {
        Path other = folder.resolve("other.onnx");
        ModelWriter.write(model(), other);
        IllegalArgumentException e =
                Assert.expectThrows(IllegalArgumentException.class, () -> ModelCard.of(other));
        Assert.assertTrue(e.getMessage().contains("other.onnx has no djl.int8.config"), "" + e);
    }

    private static Evaluation of(Evaluation e, String sha256) {
        EvaluatedModel q = e.quantized();
        EvaluatedModel named =
                new EvaluatedModel(
                        q.name(),
                        sha256,
                        q.fileBytes(),
                        q.residentBytes(),
                        q.score(),
                        q.types(),
                        q.latency(),
                        q.nonFinite());
        return new Evaluation(
                e.corpus(),
                e.score(),
                e.original(),
                named,
                e.difference(),
                e.agreement(),
                e.divergence(),
                e.layers(),
                e.gate());
    }

    private static OnnxModel model() {
        float[] ones = new float[64 * 64];
        Arrays.fill(ones, 1);
        return new ModelBuilder("small")
                .addMetadata("author", "A | B\nC")
                .addInput("x", ElementType.FLOAT, "m", 64)
                .addInitializer(Tensor.ofFloats("w", ones, 64, 64))
                .addInitializer(Tensor.ofFloats("v", ones, 64, 64))
                .addNode(product("a", "x", "w", "h"))
                .addNode(product("b|c", "h", "v", "y"))
                .addOutput("y", ElementType.FLOAT, "m", 64)
                .build();
    }

    private static Node product(String name, String in, String weight, String out) {
        return Node.builder("MatMul", name).addInputs(in, weight).addOutputs(out).build();
    }
}
