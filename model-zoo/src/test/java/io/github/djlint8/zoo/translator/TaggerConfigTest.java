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

import io.github.djlint8.zoo.text.CaseScheme;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class TaggerConfigTest {

    private static final String LABELS = "\"id2label\":{\"1\":\"B-X\",\"0\":\"O\",\"2\":\"I-X\"}";

    @Test
    public void readsBert() throws IOException {
        TaggerConfig config =
                read(
                        "{\"model_type\":\"bert\",\"max_position_embeddings\":128,"
                                + "\"pad_token_id\":0,\"djl_int8_case_scheme\":\"token_type_ids\","
                                + LABELS
                                + "}");
        Assert.assertEquals(config.labels(), List.of("O", "B-X", "I-X"));
        Assert.assertEquals(config.maxTokens(), 128);
        Assert.assertEquals(config.caseScheme(), CaseScheme.TOKEN_TYPE_IDS);
    }

    @Test
    public void positionsOfRobertaBeginAfterThePad() throws IOException {
        TaggerConfig config =
                read(
                        "{\"model_type\":\"roberta\",\"max_position_embeddings\":514,"
                                + "\"pad_token_id\":1,"
                                + LABELS
                                + "}");
        Assert.assertEquals(config.maxTokens(), 512);
        Assert.assertEquals(config.padTokenId(), 1);
        Assert.assertEquals(config.caseScheme(), CaseScheme.NONE);
    }

    @DataProvider
    public Object[][] broken() {
        return new Object[][] {
            {"{}", "has no id2label"},
            {"{\"id2label\":[]}", "has no id2label"},
            {"{\"id2label\":{}}", "of 0 labels"},
            {"{\"id2label\":{\"0\":\"O\",\"2\":\"X\"}}", "expected each of 0 to 1 once"},
            {"{\"id2label\":{\"a\":\"O\"}}", "not the JSON expected"},
            {"{\"id2label\":{\"0\":{}}}", "not the JSON expected"},
            {"{\"max_position_embeddings\":\"x\"," + LABELS + "}", "not the JSON expected"},
            {"{\"djl_int8_case_scheme\":\"loud\"," + LABELS + "}", "unknown djl_int8_case_scheme"},
            {"[]", "not the JSON expected"},
            {"", "not the JSON expected"},
            {"{", "not the JSON expected"},
        };
    }

    @Test(dataProvider = "broken")
    public void brokenFilesAreNamed(String json, String expected) {
        IOException e = Assert.expectThrows(IOException.class, () -> read(json));
        Assert.assertTrue(e.getMessage().contains(expected), e.getMessage());
        Assert.assertTrue(e.getMessage().contains("config.json"), e.getMessage());
    }

    @Test
    public void missingFileIsNamed() throws IOException {
        Path folder = Files.createTempDirectory(Path.of("target"), "config");
        FileNotFoundException e =
                Assert.expectThrows(FileNotFoundException.class, () -> TaggerConfig.read(folder));
        Assert.assertEquals(e.getMessage(), "Model folder " + folder + " has no config.json");
    }

    @Test
    public void argumentsComeBeforeTheConfiguration() throws IOException {
        TaggerConfig config = read("{" + LABELS + "}");
        TaggerOptions defaults = TaggerOptions.of(Map.of("engine", "Int8"), config);
        Assert.assertEquals(
                defaults,
                new TaggerOptions(
                        Aggregation.FIRST,
                        CaseScheme.NONE,
                        512,
                        OptionalInt.empty(),
                        true,
                        Runtime.getRuntime().availableProcessors()));
        TaggerOptions set =
                TaggerOptions.of(
                        Map.of(
                                "aggregation_strategy", "none",
                                "case_scheme", "token_type_ids",
                                "maxLength", 64,
                                "maxBatchTokens", "100",
                                "padding", "false",
                                "batchThreads", "3"),
                        config);
        Assert.assertEquals(
                set,
                new TaggerOptions(
                        Aggregation.NONE,
                        CaseScheme.TOKEN_TYPE_IDS,
                        64,
                        OptionalInt.of(100),
                        false,
                        3));
        IllegalArgumentException e =
                Assert.expectThrows(
                        IllegalArgumentException.class,
                        () -> TaggerOptions.of(Map.of("aggregation_strategy", "max"), config));
        Assert.assertTrue(e.getMessage().contains("one of none, first"), e.getMessage());
    }

    @Test
    public void partOfSpeechLabelsStayWords() {
        Assert.assertEquals(Aggregation.suiting(List.of("NOUN", "O")), Aggregation.NONE);
    }

    private static TaggerConfig read(String json) throws IOException {
        Path folder = Files.createTempDirectory(Path.of("target"), "config");
        Files.writeString(folder.resolve("config.json"), json);
        return TaggerConfig.read(folder);
    }
}
