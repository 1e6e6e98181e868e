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
package io.github.djlint8.api;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.util.Map;
import org.testng.annotations.Test;

/** Defaults, options and the canonical text of dynamic quantization. */
public class DynamicConfigTest {

    @Test
    public void canonicalTextOfTheDefaults() {
        assertEquals(
                DynamicConfig.defaults().canonical(),
                "mode=dynamic activations=token weights=portable perChannel=true"
                        + " embeddings=true fuse=true skip=[]");
        assertEquals(DynamicConfig.defaults(), DynamicConfig.builder().build());
    }

    @Test
    public void optionsReachTheConfiguration() {
        OptionParser options =
                new OptionParser(
                        "DynamicInt8",
                        Map.of(
                                "activations", "tensor",
                                "weights", "full-range",
                                "perChannel", "false",
                                "embeddings", false,
                                "fuse", false,
                                "skip", "classifier,*/pooler/*"));
        DynamicConfig config = DynamicConfig.parse(options);
        options.finish();
        assertEquals(
                config.canonical(),
                "mode=dynamic activations=tensor weights=full-range perChannel=false"
                        + " embeddings=false fuse=false skip=[classifier, */pooler/*]");
        assertTrue(config.skip().matches("/bert/pooler/MatMul"));
        assertEquals(
                config,
                DynamicConfig.builder()
                        .optActivations(ActivationScheme.TENSOR)
                        .optWeights(WeightRange.FULL_RANGE)
                        .optPerChannel(false)
                        .optEmbeddings(false)
                        .optFuse(false)
                        .optSkip("classifier", "*/pooler/*")
                        .build());
    }

    @Test
    public void everyOptionChangesTheCanonicalText() {
        String defaults = DynamicConfig.defaults().canonical();
        assertNotEquals(
                DynamicConfig.builder().optActivations(ActivationScheme.TENSOR).build().canonical(),
                defaults);
        assertNotEquals(
                DynamicConfig.builder().optWeights(WeightRange.FULL_RANGE).build().canonical(),
                defaults);
        assertNotEquals(DynamicConfig.builder().optFuse(false).build().canonical(), defaults);
        assertNotEquals(DynamicConfig.builder().optPerChannel(false).build().canonical(), defaults);
        assertNotEquals(DynamicConfig.builder().optEmbeddings(false).build().canonical(), defaults);
        assertNotEquals(
                DynamicConfig.builder().optSkip("a, b").build(),
                DynamicConfig.builder().optSkip("a", "b").build());
    }

    @Test
    public void valuesThatAreNotAllowedAreErrors() {
        OptionParser options = new OptionParser("DynamicInt8", Map.of("weights", "narrow"));
        IllegalArgumentException e =
                expectThrows(IllegalArgumentException.class, () -> DynamicConfig.parse(options));
        assertEquals(
                e.getMessage(),
                "Option weights of DynamicInt8 must be one of portable, full-range, found narrow");
        expectThrows(NullPointerException.class, () -> DynamicConfig.builder().optWeights(null));
    }
}
