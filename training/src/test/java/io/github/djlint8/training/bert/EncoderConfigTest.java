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
                config, new EncoderConfig(6, 384, 12, 1536, 30522, 512, 2, 1e-5f, 0.1f));
        Assert.assertEquals(config.withDropout(0).dropout(), 0f);
    }

    @DataProvider
    public Object[][] misfits() {
        return new Object[][] {
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
