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

import ai.djl.MalformedModelException;
import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.djlint8.zoo.TinyTaggers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.testng.Assert;
import org.testng.annotations.Test;

/** Tests translators on models whose labels are a table of their input. */
public class TinyTaggerTest {

    private static final String CONFIG =
            "{\"id2label\":{\"0\":\"LOWER\",\"1\":\"UPPER\",\"2\":\"DOT\"}";

    /** Labels of [PAD] [UNK] [CLS] [SEP] paris Paris ##s a b "." */
    private static final int[] LABELS = {2, 2, 2, 2, 0, 1, 2, 0, 0, 2};

    @Test
    public void casedModelWithoutTokenTypesIsRead() throws Exception {
        try (ZooModel<String[], String[]> model = load(folder("}"), "maxLength", "512")) {
            Assert.assertEquals(
                    tag(model, "Paris", "paris", "Pariss", "."),
                    new String[] {"UPPER", "LOWER", "UPPER", "DOT"});
        }
    }

    @Test
    public void logitsAreThoseOfTheFirstSubword() throws Exception {
        // windows of one word each, and all words in one window
        for (String maxLength : new String[] {"3", "4", "100"}) {
            try (ZooModel<String[], ScoredWords> model =
                            load(folder("}"), "maxLength", maxLength, ScoredWords.class);
                    Predictor<String[], ScoredWords> predictor = model.newPredictor()) {
                ScoredWords found = predictor.predict(new String[] {"paris", "Pariss", "."});
                Assert.assertEquals(found.labels(), new String[] {"LOWER", "UPPER", "DOT"});
                // the table has a 3 at the label of a token, and 0 elsewhere
                Assert.assertEquals(found.logits(), new float[] {3, 0, 0, 0, 3, 0, 0, 0, 3});
                Assert.assertEquals(predictor.predict(new String[0]).logits(), new float[0]);
            }
        }
    }

    @Test
    public void windowsAreStitchedWordByWord() throws Exception {
        String[] choice = {"Paris", "paris", "Parisss", "a", "."};
        String[] expected = {"UPPER", "LOWER", "UPPER", "LOWER", "DOT"};
        for (int maxLength : new int[] {3, 4, 5, 7, 16, 100}) {
            try (ZooModel<String[], String[]> model =
                    load(folder("}"), "maxLength", String.valueOf(maxLength))) {
                for (int length : new int[] {1, 3, 13, 14, 15, 98, 99, 500}) {
                    String[] words = new String[length];
                    String[] labels = new String[length];
                    for (int i = 0; i < length; i++) {
                        // A step that is prime to 5 mixes long words and short ones.
                        words[i] = choice[i * 7 % 5];
                        labels[i] = expected[i * 7 % 5];
                    }
                    Assert.assertEquals(tag(model, words), labels, maxLength + " " + length);
                }
            }
        }
    }

    @Test
    public void batchesOfManyLengthsKeepTheirOrder() throws Exception {
        List<String[]> inputs = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String[] words = new String[i * 17 % 23];
            for (int w = 0; w < words.length; w++) {
                words[w] = (w + i) % 3 == 0 ? "Paris" : "paris";
            }
            inputs.add(words);
        }
        try (ZooModel<String[], String[]> model = load(folder("}"), "maxBatchTokens", "50");
                Predictor<String[], String[]> predictor = model.newPredictor()) {
            List<String[]> outputs = predictor.batchPredict(inputs);
            for (int i = 0; i < inputs.size(); i++) {
                Assert.assertEquals(outputs.get(i).length, inputs.get(i).length);
                for (int w = 0; w < outputs.get(i).length; w++) {
                    String expected = (w + i) % 3 == 0 ? "UPPER" : "LOWER";
                    Assert.assertEquals(outputs.get(i)[w], expected, i + " " + w);
                }
            }
        }
    }

    @Test
    public void caseReachesTheModelAsTokenTypes() throws Exception {
        Path folder = fresh();
        TinyTaggers.write(
                folder,
                TinyTaggers.WORD_PIECE,
                "{\"id2label\":{\"0\":\"LOWER\",\"1\":\"UPPER\"},"
                        + "\"djl_int8_case_scheme\":\"token_type_ids\"}",
                "token_type_ids",
                0,
                1);
        String[] words = {"Paris", "paris", "\u00C9t\u00E9", "1A", "\uD801\uDC00", "aB"};
        try (ZooModel<String[], String[]> model = load(folder, "maxLength", "512")) {
            // U+10400 is an upper-case letter of two chars.
            Assert.assertEquals(
                    tag(model, words),
                    new String[] {"UPPER", "LOWER", "UPPER", "LOWER", "UPPER", "LOWER"});
        }
        try (ZooModel<String[], String[]> model = load(folder, "case_scheme", "none")) {
            Assert.assertEquals(
                    tag(model, words),
                    new String[] {"LOWER", "LOWER", "LOWER", "LOWER", "LOWER", "LOWER"});
        }
    }

    @Test
    public void caseSchemeWithoutTokenTypesIsRefused() throws Exception {
        try (ZooModel<String[], String[]> model =
                load(folder("}"), "case_scheme", "token_type_ids")) {
            TranslateException e =
                    Assert.expectThrows(TranslateException.class, () -> tag(model, "a"));
            Assert.assertTrue(
                    e.getMessage().contains("found [input_ids, attention_mask]"), e.getMessage());
        }
    }

    @Test
    public void labelsThatDoNotFitTheModelAreRefused() throws Exception {
        Path folder = folder("}");
        Files.writeString(folder.resolve("config.json"), "{\"id2label\":{\"0\":\"X\"}}");
        try (ZooModel<String[], String[]> model = load(folder, "maxLength", "512")) {
            TranslateException e =
                    Assert.expectThrows(TranslateException.class, () -> tag(model, "a"));
            Assert.assertTrue(
                    e.getMessage().contains("shape (1, 3, 3), expected (1, 3, 1)"), e.getMessage());
        }
    }

    @Test
    public void unknownInputIsNamed() throws Exception {
        Path folder = fresh();
        TinyTaggers.write(folder, TinyTaggers.WORD_PIECE, CONFIG + "}", "position_ids", 0, 1, 2);
        try (ZooModel<String[], String[]> model = load(folder, "maxLength", "512")) {
            TranslateException e =
                    Assert.expectThrows(TranslateException.class, () -> tag(model, "a"));
            Assert.assertTrue(
                    e.getMessage().contains("has the input position_ids"), e.getMessage());
        }
    }

    @Test
    public void modelWithoutRoomIsRefused() throws Exception {
        Path folder = folder(",\"max_position_embeddings\":2}");
        Assert.assertThrows(
                IllegalArgumentException.class, () -> load(folder, "maxBatchTokens", "1"));
    }

    @Test
    public void tokenizerIsFreedWithTheModel() throws Exception {
        ZooModel<String[], String[]> closed = load(folder("}"), "maxLength", "512");
        closed.close();
        try (ZooModel<String[], String[]> model = load(folder("}"), "maxLength", "512");
                Predictor<String[], String[]> predictor =
                        model.newPredictor(closed.getTranslator())) {
            TranslateException e =
                    Assert.expectThrows(
                            TranslateException.class,
                            () -> predictor.predict(new String[] {"paris"}));
            Assert.assertEquals(e.getCause().getClass(), IllegalStateException.class);
        }
    }

    @Test
    public void unsupportedTypesAreNamed() {
        IllegalArgumentException e =
                Assert.expectThrows(
                        IllegalArgumentException.class,
                        () ->
                                new TaggerTranslatorFactory()
                                        .newInstance(String.class, Integer.class, null, Map.of()));
        Assert.assertTrue(e.getMessage().contains("java.lang.Integer"), e.getMessage());
    }

    private static String[] tag(ZooModel<String[], String[]> model, String... words)
            throws TranslateException {
        try (Predictor<String[], String[]> predictor = model.newPredictor()) {
            return predictor.predict(words);
        }
    }

    private static Path folder(String configEnd) throws IOException, MalformedModelException {
        Path folder = fresh();
        TinyTaggers.write(folder, TinyTaggers.WORD_PIECE, CONFIG + configEnd, "input_ids", LABELS);
        return folder;
    }

    private static Path fresh() throws IOException {
        return Files.createTempDirectory(Path.of("target"), "tiny");
    }

    private static ZooModel<String[], String[]> load(Path folder, String key, String value)
            throws IOException, ModelException {
        return load(folder, key, value, String[].class);
    }

    private static <O> ZooModel<String[], O> load(
            Path folder, String key, String value, Class<O> output)
            throws IOException, ModelException {
        return Criteria.builder()
                .setTypes(String[].class, output)
                .optModelPath(folder)
                .optEngine("OnnxRuntime")
                .optTranslatorFactory(new TaggerTranslatorFactory())
                .optArgument(key, value)
                .build()
                .loadModel();
    }
}
