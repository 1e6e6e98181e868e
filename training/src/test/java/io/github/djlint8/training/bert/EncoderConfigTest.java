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
package io.github.djlint8.training.bert;

import ai.djl.MalformedModelException;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class EncoderConfigTest {

    private static final String SIZES =
            "\"num_hidden_layers\": 6, \"hidden_size\": 384, \"num_attention_heads\": 12,"
                    + " \"intermediate_size\": 1536, \"vocab_size\": 30522,"
                    + " \"max_position_embeddings\": 512, \"type_vocab_size\": 2";

    @Test
    public void readsThePublishedFile() throws MalformedModelException {
        EncoderConfig config =
                EncoderConfig.parse(
                        "{" + SIZES + ", \"model_type\": \"bert\", \"layer_norm_eps\": 1e-05}");
        Assert.assertEquals(
                config, new EncoderConfig(6, 384, 12, 1536, 30522, 512, 2, 1e-5f, 0.1f, List.of()));
        Assert.assertEquals(config.withDropout(0).dropout(), 0f);
    }

    @Test
    public void shapesOfPrunedLayersAreReadAsTheyAreWritten() throws MalformedModelException {
        EncoderConfig uniform =
                EncoderConfig.parse("{" + SIZES.replace("layers\": 6", "layers\": 2") + "}");
        Assert.assertTrue(uniform.isUniform());
        Assert.assertEquals(
                uniform.shapes(), List.of(new LayerShape(12, 1536), new LayerShape(12, 1536)));
        EncoderConfig pruned =
                uniform.withShapes(List.of(new LayerShape(5, 64), new LayerShape(12, 1536)));
        JsonObject json =
                JsonParser.parseString("{" + SIZES.replace("layers\": 6", "layers\": 2") + "}")
                        .getAsJsonObject();
        pruned.writeShapes(json);
        Assert.assertEquals(
                json.get("djl_int8_layers").toString(),
                "[{\"num_attention_heads\":5,\"intermediate_size\":64},"
                        + "{\"num_attention_heads\":12,\"intermediate_size\":1536}]");
        EncoderConfig read = EncoderConfig.parse(json.toString());
        Assert.assertEquals(read, pruned);
        Assert.assertFalse(read.isUniform());
        // 384 / 12, whatever the layers have.
        Assert.assertEquals(read.headSize(), 32);
        Assert.assertEquals(read.withDropout(0.5f).shapes(), pruned.shapes());
        uniform.writeShapes(json);
        Assert.assertFalse(json.has("djl_int8_layers"));
    }

    @Test
    public void textOfEqualLayersIsThatOfOldCheckpoints() {
        Assert.assertEquals(
                new EncoderConfig(1, 4, 2, 6, 5, 3, 2, 1e-12f, 0.1f, List.of()).toString(),
                "EncoderConfig[layers=1, hiddenSize=4, heads=2, intermediateSize=6,"
                        + " vocabularySize=5, maxPositions=3, tokenTypes=2,"
                        + " layerNormEpsilon=1.0E-12, dropout=0.1]");
    }

    @DataProvider
    public Object[][] misfits() {
        String layers = SIZES.replace("layers\": 6", "layers\": 1") + ", \"djl_int8_layers\": ";
        String inner = ", \"intermediate_size\": 8}]}";
        return new Object[][] {
            {"{" + layers + "7}", "cannot be used"},
            {"{" + layers + "[{\"intermediate_size\": 8}]}", "needs num_attention_heads"},
            {"{" + layers + "[{\"num_attention_heads\": 13" + inner, "at most 12 heads"},
            {"{" + layers + "[{\"num_attention_heads\": 0" + inner, "needs a head"},
            {
                "{" + SIZES + ", \"djl_int8_layers\": [{\"num_attention_heads\": 1" + inner,
                "those of 6 layers"
            },
            {"{" + SIZES.replace("layers\": 6", "layers\": 2000000000") + "}", "at most 1000"},
            {"{\"model_type\": \"bert\"}", "has no num_hidden_layers"},
            {"{" + SIZES + ", \"model_type\": \"roberta\"}", "found roberta"},
            {"{" + SIZES + ", \"hidden_act\": \"relu\"}", "found bert with relu"},
            {"{" + SIZES.replace("384", "385") + "}", "heads must divide hiddenSize"},
            {"{" + SIZES.replace("384", "0") + "}", "hiddenSize must be positive"},
            {"{" + SIZES + ", \"hidden_dropout_prob\": 1}", "dropout in [0, 1)"},
            {"[]", "cannot be used"},
            {"{", "cannot be used"},
            {"{" + SIZES.replace("384", "[]") + "}", "cannot be used"},
        };
    }

    @Test(dataProvider = "misfits")
    public void misfitsAreRefused(String json, String expected) {
        MalformedModelException e =
                Assert.expectThrows(MalformedModelException.class, () -> EncoderConfig.parse(json));
        Assert.assertTrue(e.getMessage().contains(expected), e.getMessage());
    }
}
