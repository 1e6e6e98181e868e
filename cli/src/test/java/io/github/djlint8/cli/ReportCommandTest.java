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

import ai.djl.util.Utils;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.djlint8.cli.compare.ModelFolder;
import io.github.djlint8.onnx.ModelHash;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.testng.Assert;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The report of a real tagger, from models or from what was measured of them. */
public class ReportCommandTest {

    private static final String SEARCH =
            """
            {"gate": "an agreement of 0.99", "accepted": true,
             "layers": [{"name": "a", "readers": [], "choice": "static", "divergence": {}}],
             "trials": [{"tokenLayers": [], "floatLayers": [], "divergence": 0.5,
               "agreement": 0.5, "accuracyDifference": [], "weightBytes": 9, "cost": 0,
               "optimal": true, "chosen": true}]}
            """;

    private Path work;
    private Path corpus;
    private Path search;
    private Path evaluation;
    private ModelFolder zoo;

    @BeforeClass
    public void makeFiles() throws IOException {
        work = Files.createTempDirectory("djl int8");
        corpus = SmallCorpus.write(work.resolve("test.bio"));
        search = Files.writeString(work.resolve("search.json"), SEARCH);
        zoo = ModelFolder.find("ner-en-minilm");
        evaluation = work.resolve("evaluation.json");
        CommandRun run =
                CommandRun.of(
                        "evaluate",
                        "--original=ner-en-minilm",
                        "--quantized=dynamic",
                        "--test=" + corpus,
                        "--data-format=bio",
                        "--output=" + evaluation);
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
    }

    @AfterClass
    public void deleteFiles() {
        Utils.deleteQuietly(work);
    }

    @Test
    public void everythingIsMeasuredAndDrawn() throws Exception {
        Path table = work.resolve("table.tsv");
        Path data = Files.writeString(work.resolve("train.txt"), "Angela flew .\nShe works .\n");
        CommandRun calibrated =
                CommandRun.of(
                        "calibrate",
                        "--model=ner-en-minilm",
                        "--data=" + data,
                        "--output=" + table);
        Assert.assertEquals(calibrated.code(), ExitCode.OK, calibrated.err());
        Path file = work.resolve("full.html");
        CommandRun run =
                CommandRun.of(
                        "report",
                        "--original=ner-en-minilm",
                        "--quantized=dynamic",
                        "--test=" + corpus,
                        "--data-format=bio",
                        "--layer-samples=2",
                        "--calibration-data=" + data,
                        "--method=minmax,moving-average:0.5,percentile",
                        "--calibration=" + table,
                        "--search=" + search,
                        "--output=" + file,
                        "--format=json");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        JsonObject summary = JsonParser.parseString(run.out()).getAsJsonObject();
        Assert.assertEquals(summary.get("verdict").getAsString(), "excellent");
        // 6 layers of 6 products, the classifier, and 3 embeddings
        Assert.assertEquals(summary.get("layers").getAsInt(), 40);
        // 6 layers of 4 activations, and what the classifier reads
        Assert.assertEquals(summary.get("activations").getAsInt(), 25);
        Assert.assertEquals(summary.get("trials").getAsInt(), 1);
        Assert.assertEquals(summary.get("bytes").getAsLong(), Files.size(file));
        Document page = parse(file);
        Assert.assertEquals(
                attributes(page, "section", "id"),
                List.of("summary", "types", "layers", "activations", "search", "provenance"));
        Assert.assertEquals(attributes(page, "figure", "id").size(), 25 + 3);
        List<String> facts = texts(page, "dd");
        Assert.assertTrue(facts.contains(ModelHash.of(zoo.model())), facts.toString());
        Assert.assertTrue(facts.contains(table.toString()), facts.toString());
        Assert.assertTrue(texts(page, "small").contains("MatMul, token"));
    }

    @Test
    public void whatWasMeasuredIsNotMeasuredAgain() throws Exception {
        Path file = work.resolve("measured.html");
        CommandRun run = CommandRun.of("report", "--evaluation=" + evaluation, "--output=" + file);
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        Assert.assertTrue(run.out().startsWith(file + ": "), run.out());
        Assert.assertTrue(run.out().contains("verdict: excellent"), run.out());
        Assert.assertEquals(
                attributes(parse(file), "section", "id"),
                List.of("summary", "types", "provenance"));
        CommandRun again =
                CommandRun.of("report", "--evaluation=" + evaluation, "--output=" + file);
        Assert.assertEquals(again.code(), ExitCode.FILE);
        Assert.assertTrue(again.err().contains("--force overwrites it"), again.err());
    }

    @Test
    public void anEvaluationOfOtherModelsIsRefused() {
        CommandRun run =
                CommandRun.of(
                        "report",
                        "--evaluation=" + evaluation,
                        "--original=pos-en-minilm",
                        "--output=" + work.resolve("other.html"));
        Assert.assertEquals(run.code(), ExitCode.FAILURE);
        Assert.assertTrue(run.err().contains("is about ner-en-minilm"), run.err());
        Assert.assertFalse(Files.exists(work.resolve("other.html")));
    }

    @Test
    public void aTableThatTheModelWasNotQuantizedByIsRefused() throws IOException {
        Path quantized = work.resolve("static.onnx");
        Path data = Files.writeString(work.resolve("two.txt"), "She works .\n");
        Path more = Files.writeString(work.resolve("three.txt"), "She works in Rome .\n");
        Path other = work.resolve("not-used.tsv");
        for (CommandRun made :
                List.of(
                        CommandRun.of(
                                "quantize", "--calibration=" + data, "ner-en-minilm", quantized),
                        CommandRun.of(
                                "calibrate",
                                "--model=ner-en-minilm",
                                "--data=" + more,
                                "--output=" + other))) {
            Assert.assertEquals(made.code(), ExitCode.OK, made.err());
        }
        CommandRun run =
                CommandRun.of(
                        "report",
                        "--original=ner-en-minilm",
                        "--quantized=" + quantized,
                        "--test=" + corpus,
                        "--data-format=bio",
                        "--layer-samples=1",
                        "--calibration-data=" + data,
                        "--calibration=" + other,
                        "--output=" + work.resolve("unlike.html"));
        Assert.assertEquals(run.code(), ExitCode.FAILURE, run.out());
        Assert.assertTrue(run.err().contains("was quantized by the table with"), run.err());
        Assert.assertFalse(Files.exists(work.resolve("unlike.html")));
    }

    @Test
    public void aTableOfAnotherModelIsRefused() throws IOException {
        Path table = work.resolve("other.tsv");
        Path data = Files.writeString(work.resolve("one.txt"), "She works .\n");
        CommandRun calibrated =
                CommandRun.of(
                        "calibrate",
                        "--model=pos-en-minilm",
                        "--data=" + data,
                        "--output=" + table);
        Assert.assertEquals(calibrated.code(), ExitCode.OK, calibrated.err());
        CommandRun run =
                CommandRun.of(
                        "report",
                        "--evaluation=" + evaluation,
                        "--original=ner-en-minilm",
                        "--calibration-data=" + data,
                        "--calibration=" + table,
                        "--output=" + work.resolve("wrong.html"));
        Assert.assertEquals(run.code(), ExitCode.FAILURE);
        Assert.assertTrue(run.err().contains("was made for the model"), run.err());
        Assert.assertFalse(Files.exists(work.resolve("wrong.html")));
    }

    @Test
    public void calibrationDataAreReadInTheFormatThatIsNamed() throws IOException {
        Path data = Files.writeString(work.resolve("plain.txt"), "She works .\n");
        CommandRun run =
                CommandRun.of(
                        "report",
                        "--evaluation=" + evaluation,
                        "--original=ner-en-minilm",
                        "--calibration-data=" + data,
                        "--calibration-format=conllu",
                        "--output=" + work.resolve("wrong.html"));
        Assert.assertEquals(run.code(), ExitCode.FAILURE, run.err());
        Assert.assertTrue(run.err().contains("plain.txt:1"), run.err());
        Assert.assertFalse(Files.exists(work.resolve("wrong.html")));
    }

    @Test
    public void wrongCommandLines() {
        requireUsage("Expected --original, --quantized and --test, or --evaluation");
        requireUsage("or --evaluation", "--original=a", "--test=b");
        requireUsage("found both", "--evaluation=" + evaluation, "--test=" + corpus);
        requireUsage("needs --original", "--evaluation=" + evaluation, "--calibration-data=x");
        requireUsage(
                "--calibration needs --calibration-data",
                "--evaluation=" + evaluation,
                "--calibration=x");
        requireUsage("--layer-samples", "--evaluation=" + evaluation, "--layer-samples=0");
    }

    @Test
    public void filesThatAreNotWhatTheyShouldBe() throws IOException {
        Path bad = Files.writeString(work.resolve("bad.json"), "{}");
        requireFailure("expected format", "--evaluation=" + bad);
        requireFailure("gate is missing", "--evaluation=" + evaluation, "--search=" + bad);
        requireFailure("does not exist", "--evaluation=" + work.resolve("none.json"));
    }

    private void requireUsage(String message, String... options) {
        CommandRun run = report(options);
        Assert.assertEquals(run.code(), ExitCode.USAGE, run.err());
        Assert.assertTrue(run.err().contains(message), run.err());
    }

    private void requireFailure(String message, String... options) {
        CommandRun run = report(options);
        Assert.assertEquals(run.code(), ExitCode.FILE, run.err());
        Assert.assertTrue(run.err().contains(message), run.err());
        Assert.assertFalse(Files.exists(work.resolve("none.html")));
    }

    private CommandRun report(String... options) {
        List<Object> args = new ArrayList<>(List.of("report"));
        args.addAll(List.of(options));
        args.add("--output=" + work.resolve("none.html"));
        return CommandRun.of(args.toArray());
    }

    private static Document parse(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(Files.readAllBytes(file)));
    }

    private static List<String> attributes(Document page, String element, String attribute) {
        NodeList nodes = page.getElementsByTagName(element);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            var value = nodes.item(i).getAttributes().getNamedItem(attribute);
            values.add(value == null ? "" : value.getNodeValue());
        }
        return values;
    }

    private static List<String> texts(Document page, String element) {
        NodeList nodes = page.getElementsByTagName(element);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }
}
