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
package io.github.djlint8.cli;

import ai.djl.MalformedModelException;
import ai.djl.util.Utils;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.djlint8.calibration.evaluate.Evaluation;
import io.github.djlint8.calibration.evaluate.EvaluationJson;
import io.github.djlint8.calibration.gate.Verdict;
import io.github.djlint8.calibration.search.LayerNoise;
import io.github.djlint8.cli.compare.ModelFolder;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.ModelHash;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.zoo.translator.TaggerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testng.Assert;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

public class EvaluateCommandTest {

    private Path work;
    private Path corpus;
    private ModelFolder zoo;

    @BeforeClass
    public void makeFiles() throws IOException {
        work = Files.createTempDirectory("djl int8");
        corpus = SmallCorpus.write(work.resolve("test.bio"));
        zoo = ModelFolder.find("ner-en-minilm");
    }

    @AfterClass
    public void deleteFiles() {
        Utils.deleteQuietly(work);
    }

    @Test
    public void everythingIsMeasuredAndWritten() throws IOException, MalformedModelException {
        Path file = work.resolve("evaluation.json");
        CommandRun run =
                evaluate(
                        "--quantized=dynamic",
                        "--target-accuracy-loss=0.01",
                        "--layers",
                        "--layer-samples=2",
                        "--memory",
                        "--output=" + file);
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        Assert.assertEquals(run.err(), "");
        Evaluation evaluation = EvaluationJson.read(file);
        Assert.assertEquals(evaluation.corpus().sentences(), 2);
        Assert.assertEquals(evaluation.corpus().words(), 9);
        Assert.assertEquals(evaluation.original().score().orElseThrow().estimate(), 1.0);
        Assert.assertEquals(evaluation.difference().orElseThrow().estimate(), 0.0);
        Assert.assertEquals(evaluation.verdict(), Optional.of(Verdict.EXCELLENT));
        Assert.assertTrue(evaluation.gate().orElseThrow().accepted());
        Assert.assertEquals(
                List.copyOf(evaluation.quantized().types().keySet()), List.of("LOC", "PER"));
        Assert.assertEquals(evaluation.original().sha256(), ModelHash.of(zoo.model()));
        // 22.7 million int8 weights and scales, 90.4 million bytes as floats
        Assert.assertEquals(evaluation.original().fileBytes(), 90.4e6, 0.1e6);
        Assert.assertEquals(evaluation.quantized().fileBytes(), 23.0e6, 0.3e6);
        // logits differ, but by far less than a bit
        double divergence = evaluation.divergence().orElseThrow().mean();
        Assert.assertTrue(divergence > 0 && divergence < 0.1, "divergence " + divergence);
        Assert.assertEquals(evaluation.divergence().orElseThrow().words(), 9);
        // 6 layers of 6 products, the classifier, and 3 embeddings
        Assert.assertEquals(evaluation.layers().size(), 40);
        for (LayerNoise layer : evaluation.layers()) {
            Assert.assertTrue(layer.score().decibels() > 5, layer.toString());
        }
        requirePlausibleMemory(evaluation);
        Assert.assertTrue(run.out().contains("Verdict: excellent"), run.out());
        Assert.assertTrue(run.out().contains("The 10 of 40 layers"), run.out());
        Assert.assertTrue(run.out().contains("points, met"), run.out());
    }

    private static void requirePlausibleMemory(Evaluation evaluation) {
        if (Files.exists(Path.of("/proc/self/status"))) {
            long left = evaluation.original().residentBytes().orElseThrow();
            long right = evaluation.quantized().residentBytes().orElseThrow();
            // a process holds its weights, so the original's 67 million bytes more
            Assert.assertTrue(left > 90_000_000, "original " + left);
            Assert.assertTrue(right > 23_000_000 && right < left, right + " and " + left);
        }
    }

    @Test
    public void aModelThatLosesTooMuchFailsAfterItsReport()
            throws IOException, MalformedModelException {
        Path broken = work.resolve("broken.onnx");
        ModelWriter.write(withoutClassifier(OnnxModel.open(zoo.model())), broken);
        Path file = work.resolve("broken.json");
        CommandRun run =
                evaluate(
                        "--quantized=" + broken,
                        "--target-accuracy-loss=0.01",
                        "--output=" + file,
                        "--format=json");
        Assert.assertEquals(run.code(), ExitCode.FAILURE);
        // all 9 words become B-LOC: 9 spans for 2, 1 of them right, F1 = 2 / 11
        Assert.assertTrue(
                run.err().startsWith("djl-int8 evaluate: Refused: accuracy loss 0.81818"),
                run.err());
        Assert.assertTrue(run.err().contains("unsuitable"), run.err());
        Assert.assertEquals(run.err().lines().count(), 1);
        JsonObject report = JsonParser.parseString(run.out()).getAsJsonObject();
        Assert.assertEquals(report.get("verdict").getAsString(), "unsuitable");
        Assert.assertFalse(report.getAsJsonObject("gate").get("accepted").getAsBoolean());
        Assert.assertFalse(EvaluationJson.read(file).gate().orElseThrow().accepted());
    }

    @Test
    public void aFileThatTheCommandWroteIsEvaluatedAlsoCompressed() throws IOException {
        for (String name : List.of("ner-int8.onnx", "ner-int8.onnx.gz")) {
            Path file = work.resolve(name);
            Assert.assertEquals(
                    CommandRun.of("quantize", "--force", zoo.model(), file).code(),
                    ExitCode.OK,
                    name);
            CommandRun run =
                    CommandRun.of(
                            "evaluate",
                            "--original=" + zoo.model(),
                            "--quantized=" + file,
                            "--test=" + corpus,
                            "--data-format=bio",
                            "--card");
            Assert.assertEquals(run.code(), ExitCode.OK, run.err());
            Assert.assertTrue(run.out().contains("Verdict: excellent"), run.out());
            Assert.assertTrue(run.out().contains(name), run.out());
            String card = Files.readString(work.resolve("ner-int8.md"));
            Assert.assertTrue(card.startsWith("# " + name + "\n"), card);
            Assert.assertTrue(card.contains("On `test.bio` (2 sentences, 9 words"), card);
            Assert.assertTrue(card.contains("| span F1 | 100.00 % | 100.00 % |"), card);
            Assert.assertTrue(card.contains("- Apache-2.0: "), card);
        }
    }

    @Test
    public void aFileWithExternalDataRuns() throws IOException, MalformedModelException {
        Path folder = Files.createDirectory(work.resolve("external"));
        Path file = folder.resolve("other.onnx");
        ModelWriter.builder().optExternalData(true).build().save(OnnxModel.open(zoo.model()), file);
        Assert.assertFalse(OnnxModel.open(file).externalFiles().isEmpty());
        CommandRun run =
                CommandRun.of(
                        "compare",
                        "--model=ner-en-minilm",
                        "--data=" + corpus,
                        "--data-format=bio",
                        "--row=float32",
                        "--row=" + file,
                        "--row=" + file + "@Int8",
                        "--format=json");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        for (int row = 1; row < 3; row++) {
            JsonObject found =
                    JsonParser.parseString(run.out())
                            .getAsJsonObject()
                            .getAsJsonArray("rows")
                            .get(row)
                            .getAsJsonObject();
            Assert.assertEquals(found.get("agreementOfWords").getAsDouble(), 1.0);
            // the data, each tensor on a page of its own, counts as part of the file
            Assert.assertEquals(found.get("bytes").getAsDouble(), 90.6e6, 0.3e6);
        }
    }

    @Test
    public void aTargetWithoutGoldTagsIsRefused() throws IOException {
        Path plain = Files.writeString(work.resolve("plain.txt"), "She works .\n");
        CommandRun run =
                CommandRun.of(
                        "evaluate",
                        "--original=ner-en-minilm",
                        "--quantized=dynamic",
                        "--test=" + plain,
                        "--target-accuracy-loss=0.01");
        Assert.assertEquals(run.code(), ExitCode.FAILURE);
        Assert.assertTrue(run.err().contains("has no gold tags"), run.err());
    }

    @Test
    public void modelsOfDifferentLabelsAreRefused() {
        CommandRun run = evaluate("--quantized=pos-en-minilm");
        Assert.assertEquals(run.code(), ExitCode.FAILURE);
        Assert.assertTrue(run.err().contains("are not those of"), run.err());
    }

    @Test
    public void aCorpusOfOtherLabelsIsRefusedAndPartsOfItAreNamed() throws IOException {
        Path other = Files.writeString(work.resolve("o.bio"), "Aspirin B-DRUG\nhelps O\n");
        CommandRun run = onCorpus(other);
        Assert.assertEquals(run.code(), ExitCode.FAILURE);
        Assert.assertEquals(
                run.err(),
                "djl-int8 evaluate: "
                        + other
                        + ":1: the model does not know the tag B-DRUG, nor another of this corpus."
                        + " The labels of the model in "
                        + zoo.path()
                        + " are "
                        + String.join(", ", TaggerConfig.read(zoo.path()).labels())
                        + ": choose another model, corpus or tags by --original, --test, --column,"
                        + " --data-format, --untagged\n");
        Path mixed = Files.writeString(work.resolve("m.bio"), "Aspirin B-DRUG\nParis B-LOC\n");
        CommandRun warned = onCorpus(mixed);
        Assert.assertEquals(warned.code(), ExitCode.OK, warned.err());
        Assert.assertTrue(warned.err().contains("does not know the labels DRUG"), warned.err());
    }

    @Test
    public void badArgumentsAreNamedBeforeWork() throws IOException {
        for (String option :
                List.of(
                        "--target-accuracy-loss=1",
                        "--target-accuracy-loss=-0.1",
                        "--target-accuracy-loss=NaN",
                        "--threads=0",
                        "--layer-samples=0",
                        "--limit=0")) {
            CommandRun run = evaluate("--quantized=dynamic", option);
            Assert.assertEquals(run.code(), ExitCode.USAGE, option + run.err());
        }
        CommandRun noFile = evaluate("--quantized=dynamic", "--card");
        Assert.assertEquals(noFile.code(), ExitCode.USAGE);
        Assert.assertTrue(noFile.err().contains("--card needs an ONNX file"), noFile.err());
        CommandRun missing = evaluate("--quantized=none.onnx");
        Assert.assertEquals(missing.code(), ExitCode.FILE);
        Assert.assertTrue(missing.err().contains("none.onnx does not exist"), missing.err());
        CommandRun unknown = evaluate("--quantized=int4");
        Assert.assertEquals(unknown.code(), ExitCode.FILE);
        Assert.assertTrue(unknown.err().contains("int4 is neither"), unknown.err());
        Path there = Files.writeString(work.resolve("there.json"), "kept");
        CommandRun exists = evaluate("--quantized=dynamic", "--output=" + there);
        Assert.assertEquals(exists.code(), ExitCode.FILE);
        Assert.assertEquals(Files.readString(there), "kept");
        CommandRun nowhere = evaluate("--quantized=dynamic", "--output=no-folder/evaluation.json");
        Assert.assertEquals(nowhere.code(), ExitCode.FILE);
        Assert.assertEquals(nowhere.out(), "", "found before the work");
        Assert.assertTrue(nowhere.err().contains("no-folder does not exist"), nowhere.err());
    }

    /** Makes a model that gives every word the first label, which is B-LOC. */
    private static OnnxModel withoutClassifier(OnnxModel model) throws MalformedModelException {
        Graph graph = model.graph();
        for (String name : List.copyOf(graph.initializerNames())) {
            Tensor tensor = graph.constant(name).orElseThrow();
            if (name.contains("classifier") && tensor.type() == ElementType.FLOAT) {
                int count = Math.toIntExact(tensor.elementCount());
                graph.putInitializer(Tensor.ofFloats(name, new float[count], tensor.dims()));
            }
        }
        return model.withGraph(graph);
    }

    private CommandRun onCorpus(Path file) {
        return CommandRun.of(
                "evaluate",
                "--original=ner-en-minilm",
                "--quantized=dynamic",
                "--data-format=bio",
                "--test=" + file);
    }

    private CommandRun evaluate(String... options) {
        List<Object> args =
                new ArrayList<>(
                        List.of(
                                "evaluate",
                                "--original=ner-en-minilm",
                                "--data-format=bio",
                                "--test=" + corpus));
        args.addAll(List.of(options));
        return CommandRun.of(args.toArray());
    }
}
