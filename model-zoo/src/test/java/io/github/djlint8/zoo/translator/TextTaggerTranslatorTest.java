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
package io.github.djlint8.zoo.translator;

import ai.djl.ModelException;
import ai.djl.huggingface.translator.TokenClassificationTranslatorFactory;
import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.nlp.translator.NamedEntity;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.djlint8.zoo.ZooModels;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.testng.Assert;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class TextTaggerTranslatorTest {

    private static final String TEXT = "Angela Merkel flew from Berlin to New York on Monday.";

    private ZooModel<String, NamedEntity[]> pos;
    private ZooModel<String, NamedEntity[]> ner;
    private ZooModel<Input, Output> serving;

    @BeforeClass
    public void load() throws IOException, ModelException {
        pos = load("pos-en-minilm", String.class, NamedEntity[].class);
        ner = load("ner-en-minilm", String.class, NamedEntity[].class);
        serving = load("ner-en-minilm", Input.class, Output.class);
    }

    @AfterClass
    public void close() {
        pos.close();
        ner.close();
        serving.close();
    }

    @Test
    public void partsOfSpeechAreOneForEachWord() throws TranslateException {
        NamedEntity[] tags = predict(pos, TEXT);
        // "New" of "New York" is an adjective throughout the treebank.
        Assert.assertEquals(
                Arrays.stream(tags)
                        .map(t -> t.getWord() + "/" + t.getEntity())
                        .collect(Collectors.joining(" ")),
                "Angela/PROPN Merkel/PROPN flew/VERB from/ADP Berlin/PROPN to/ADP New/ADJ"
                        + " York/PROPN on/ADP Monday/PROPN ./PUNCT");
        Assert.assertEquals(tags[10].getIndex(), 10);
        Assert.assertEquals(tags[10].getStart(), 52);
        Assert.assertEquals(tags[10].getEnd(), 53);
    }

    @Test
    public void namesAreSpansOfTheText() throws TranslateException {
        Assert.assertEquals(
                show(predict(ner, TEXT)),
                "PER[0,13)Angela Merkel LOC[24,30)Berlin LOC[34,42)New York");
        for (NamedEntity entity : predict(ner, TEXT)) {
            Assert.assertTrue(entity.getScore() > 0.5f && entity.getScore() <= 1f);
            Assert.assertEquals(entity.getIndex(), -1);
        }
    }

    @Test
    public void namesOfLaterSentencesKeepTheirOffsets() throws TranslateException {
        String text = "  \uD83D\uDE00 Hello.\n\n" + TEXT + " " + TEXT;
        Assert.assertEquals(
                show(predict(ner, text)),
                "PER[13,26)Angela Merkel LOC[37,43)Berlin LOC[47,55)New York"
                        + " PER[67,80)Angela Merkel LOC[91,97)Berlin LOC[101,109)New York");
    }

    @Test
    public void batchGivesWhatSinglesGive() throws TranslateException {
        List<String> texts = List.of(TEXT, "", "   ", "Hello", TEXT + " " + TEXT, "Paris!");
        try (Predictor<String, NamedEntity[]> predictor = ner.newPredictor()) {
            List<NamedEntity[]> batch = predictor.batchPredict(texts);
            for (int i = 0; i < texts.size(); i++) {
                Assert.assertEquals(show(batch.get(i)), show(predictor.predict(texts.get(i))));
            }
        }
    }

    @DataProvider
    public Object[][] oddTexts() {
        return new Object[][] {
            {"nothing", ""},
            {"only blanks", " \t\r\n\u00a0\u2003"},
            {"emoji", "\uD83D\uDE00\uD83D\uDE00 \uD83D\uDC69\u200D\uD83D\uDCBB"},
            {"a very long word", "x".repeat(5000)},
            {"a very long sentence", "a ".repeat(1200)},
            {"runs of dots", "Mr.".repeat(400) + " " + ".".repeat(1000)},
            {"control characters", "\u0000\u0001\u0007 a\u0008b \u007F"},
            {"lone surrogates", "\uD83D lone \uDE00 halves \uDE00\uD83D"},
            {"right to left", "\u05E9\u05DC\u05D5\u05DD. \u0645\u0631\u062D\u0628\u0627"},
            {"direction marks", "\u202Eabc\u202C \u200F"},
            {"combining characters", "e\u0301 \u1E9B\u0323 \uFB01 \u0130stanbul"},
            {"invisible characters", "\uFEFFAngela\u00ADMerkel\u200B"},
        };
    }

    @Test(dataProvider = "oddTexts")
    public void oddTextsGetWellFormedAnswers(String name, String text) throws TranslateException {
        wellFormed(text, predict(pos, text), name);
        wellFormed(text, predict(ner, text), name);
    }

    @Test
    public void randomTextsGetWellFormedAnswers() throws TranslateException {
        String[] parts = {
            "Angela", " ", "\n\n", ".", "\uD83D", "\uDE00", "'s", "n't", "\u0000", "\u00a0",
            "Berlin", "-", "\"", "\u05E9", "\u200B", "\uFFFF"
        };
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (Predictor<String, NamedEntity[]> predictor = ner.newPredictor()) {
            for (int round = 0; round < 150; round++) {
                String text =
                        random.ints(random.nextInt(40), 0, parts.length)
                                .mapToObj(i -> parts[i])
                                .collect(Collectors.joining());
                wellFormed(text, predictor.predict(text), "seed " + seed);
            }
        }
    }

    @Test
    public void longTextIsReadToItsEnd() throws TranslateException {
        String filler = "The dog slept and the cat ate the fish that we had bought. ".repeat(150);
        NamedEntity[] found = predict(ner, filler + TEXT);
        Assert.assertTrue(show(found).endsWith("LOC[8884,8892)New York"), show(found));
    }

    @Test
    public void servingAnswersInJson() throws TranslateException {
        JsonArray one = serve("application/json", "{\"inputs\": \"" + TEXT + "\"}");
        Assert.assertEquals(one.size(), 3);
        JsonObject first = one.get(0).getAsJsonObject();
        Assert.assertEquals(first.get("entity").getAsString(), "PER");
        Assert.assertEquals(first.get("word").getAsString(), "Angela Merkel");
        Assert.assertEquals(first.get("start").getAsInt(), 0);
        Assert.assertEquals(first.get("end").getAsInt(), 13);
        Assert.assertEquals(serve("application/json", "\"" + TEXT + "\"").size(), 3);
        Assert.assertEquals(serve("text/plain", TEXT).size(), 3);

        JsonArray list =
                serve("application/json", "{\"inputs\": [\"" + TEXT + "\", \"\", \"Hi.\"]}");
        Assert.assertEquals(list.size(), 3);
        Assert.assertEquals(list.get(0).getAsJsonArray().size(), 3);
        Assert.assertEquals(list.get(1).getAsJsonArray().size(), 0);
        Assert.assertEquals(serve("application/json", "[]").size(), 0);
    }

    @Test
    public void servingBatchMixesRequests() throws TranslateException {
        try (Predictor<Input, Output> predictor = serving.newPredictor()) {
            List<Output> outputs =
                    predictor.batchPredict(
                            List.of(
                                    input("application/json", "[\"Hi.\", \"" + TEXT + "\"]"),
                                    input("text/plain", TEXT)));
            JsonArray list = parse(outputs.get(0));
            Assert.assertEquals(list.get(0).getAsJsonArray().size(), 0);
            Assert.assertEquals(list.get(1).getAsJsonArray().size(), 3);
            Assert.assertEquals(parse(outputs.get(1)).size(), 3);
        }
    }

    @DataProvider
    public Object[][] badRequests() {
        return new Object[][] {
            {"{", "not a valid json"},
            {"{}", "Missing \"inputs\""},
            {"[null]", "Text 0 of inputs is null"},
            {"[{}]", "not a valid json"},
        };
    }

    @Test(dataProvider = "badRequests")
    public void badRequestsAreRefused(String json, String expected) {
        TranslateException e =
                Assert.expectThrows(
                        TranslateException.class, () -> serve("application/json", json));
        Assert.assertTrue(e.getMessage().contains(expected), e.getMessage());
        Assert.assertThrows(
                TranslateException.class,
                () -> {
                    try (Predictor<Input, Output> predictor = serving.newPredictor()) {
                        predictor.predict(new Input());
                    }
                });
    }

    @DataProvider
    public Object[][] engines() {
        return new Object[][] {{"Int8", "false"}, {"Int8", "true"}, {"OnnxRuntime", "true"}};
    }

    /** Its own sub-words and no case signal: it reads the folder, with less to go by. */
    @Test(dataProvider = "engines")
    public void djlsOwnTranslatorReadsTheFolder(String engine, String includeTokenTypes)
            throws Exception {
        try (ZooModel<String, NamedEntity[]> model =
                        Criteria.builder()
                                .setTypes(String.class, NamedEntity[].class)
                                .optModelPath(ZooModels.folder("pos-en-minilm"))
                                .optEngine(engine)
                                .optTranslatorFactory(new TokenClassificationTranslatorFactory())
                                .optArgument("includeTokenTypes", includeTokenTypes)
                                .build()
                                .loadModel();
                Predictor<String, NamedEntity[]> predictor = model.newPredictor()) {
            NamedEntity[] tags = predictor.predict("she will book a room");
            Assert.assertEquals(
                    Arrays.stream(tags).map(NamedEntity::getEntity).toList(),
                    List.of("PRON", "AUX", "VERB", "DET", "NOUN"));
        }
    }

    private JsonArray serve(String type, String content) throws TranslateException {
        try (Predictor<Input, Output> predictor = serving.newPredictor()) {
            Output output = predictor.predict(input(type, content));
            Assert.assertEquals(output.getProperty("Content-Type", null), "application/json");
            return parse(output);
        }
    }

    private static Input input(String type, String content) {
        Input input = new Input();
        input.add(content);
        input.addProperty("Content-Type", type);
        return input;
    }

    private static JsonArray parse(Output output) {
        return JsonParser.parseString(output.getData().getAsString()).getAsJsonArray();
    }

    private static NamedEntity[] predict(ZooModel<String, NamedEntity[]> model, String text)
            throws TranslateException {
        try (Predictor<String, NamedEntity[]> predictor = model.newPredictor()) {
            return predictor.predict(text);
        }
    }

    private static void wellFormed(String text, NamedEntity[] entities, String message) {
        int last = 0;
        for (NamedEntity entity : entities) {
            Assert.assertTrue(entity.getStart() >= last, message);
            Assert.assertTrue(entity.getEnd() > entity.getStart(), message);
            Assert.assertTrue(entity.getEnd() <= text.length(), message);
            Assert.assertEquals(
                    entity.getWord(), text.substring(entity.getStart(), entity.getEnd()), message);
            Assert.assertTrue(entity.getScore() > 0 && entity.getScore() <= 1, message);
            Assert.assertFalse(entity.getEntity().isEmpty(), message);
            last = entity.getEnd();
        }
    }

    private static String show(NamedEntity[] entities) {
        return Arrays.stream(entities)
                .map(e -> e.getEntity() + "[" + e.getStart() + "," + e.getEnd() + ")" + e.getWord())
                .collect(Collectors.joining(" "));
    }

    private static <I, O> ZooModel<I, O> load(String artifactId, Class<I> input, Class<O> output)
            throws IOException, ModelException {
        return Criteria.builder()
                .setTypes(input, output)
                .optModelPath(ZooModels.folder(artifactId))
                .optEngine("OnnxRuntime")
                .optTranslatorFactory(new TaggerTranslatorFactory())
                .build()
                .loadModel();
    }
}
