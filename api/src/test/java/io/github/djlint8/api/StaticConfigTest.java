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
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.util.Map;
import org.testng.annotations.Test;

/** Values, options and canonical text of {@link StaticConfig} and {@link SmoothQuant}. */
public class StaticConfigTest {

    private static final Map<String, String> OPTIONS =
            Map.ofEntries(
                    Map.entry("weights", "full-range"),
                    Map.entry("weightSymmetry", "asymmetric"),
                    Map.entry("perChannel", "false"),
                    Map.entry("activationSymmetry", "symmetric"),
                    Map.entry("format", "qdq"),
                    Map.entry("hybrid", "tameness"),
                    Map.entry("hybridThreshold", "4.5"),
                    Map.entry("biasCorrection", "false"),
                    Map.entry("smoothQuant", "0.7"),
                    Map.entry("embeddings", "false"),
                    Map.entry("fuse", "false"),
                    Map.entry("skip", "classifier,*/pooler/*"));

    @Test
    public void canonicalTextOfTheDefaults() {
        assertEquals(
                StaticConfig.defaults().canonical(),
                "mode=static weights=portable weightSymmetry=symmetric perChannel=true"
                        + " activationSymmetry=asymmetric format=fused hybrid=table"
                        + " hybridThreshold=7.0 biasCorrection=true smoothQuant=auto"
                        + " embeddings=true fuse=true skip=[]");
        assertEquals(StaticConfig.defaults(), StaticConfig.builder().build());
    }

    @Test
    public void optionsReachTheConfiguration() {
        OptionParser options = new OptionParser("Int8", OPTIONS);
        StaticConfig config = StaticConfig.parse(options);
        options.finish();
        assertEquals(
                config.canonical(),
                "mode=static weights=full-range weightSymmetry=asymmetric perChannel=false"
                        + " activationSymmetry=symmetric format=qdq hybrid=tameness"
                        + " hybridThreshold=4.5 biasCorrection=false smoothQuant=0.7"
                        + " embeddings=false fuse=false skip=[classifier, */pooler/*]");
        assertTrue(config.skip().matches("/bert/pooler/MatMul"));
        assertEquals(
                config,
                StaticConfig.builder()
                        .optWeights(WeightRange.FULL_RANGE)
                        .optWeightSymmetry(Symmetry.ASYMMETRIC)
                        .optPerChannel(false)
                        .optActivationSymmetry(Symmetry.SYMMETRIC)
                        .optFormat(QuantizationFormat.QDQ)
                        .optHybrid(HybridMode.TAMENESS)
                        .optHybridThreshold(4.5)
                        .optBiasCorrection(false)
                        .optSmoothQuant(SmoothQuant.fixed(0.7))
                        .optEmbeddings(false)
                        .optFuse(false)
                        .optSkip("classifier", "*/pooler/*")
                        .build());
    }

    @Test
    public void everyOptionChangesTheCanonicalText() {
        OPTIONS.forEach(
                (key, value) -> {
                    OptionParser options = new OptionParser("Int8", Map.of(key, value));
                    assertNotEquals(StaticConfig.parse(options), StaticConfig.defaults(), key);
                });
    }

    @Test
    public void standardOperatorsOnlyMeansNoFusion() {
        assertTrue(StaticConfig.defaults().fuse());
        assertFalse(StaticConfig.builder().optFormat(QuantizationFormat.QDQ).build().fuse());
    }

    @Test
    public void valuesThatAreNotAllowedAreErrors() {
        assertEquals(
                error("hybridThreshold", "0.5"),
                "Option hybridThreshold of Int8 must be a number in [1.0, 3.4028234663852886E38],"
                        + " found 0.5");
        assertEquals(
                error("smoothQuant", "1.5"),
                "SmoothQuant must be off, auto or an alpha in [0, 1], found 1.5");
        assertEquals(
                error("smoothQuant", "NaN"),
                "SmoothQuant must be off, auto or an alpha in [0, 1], found NaN");
        assertEquals(
                error("smoothQuant", "often"),
                "SmoothQuant must be off, auto or an alpha in [0, 1], found often");
        assertEquals(
                error("hybrid", "maybe"),
                "Option hybrid of Int8 must be one of table, tameness, off, found maybe");
        expectThrows(
                IllegalArgumentException.class,
                () -> StaticConfig.builder().optHybridThreshold(Double.NaN));
    }

    @Test
    public void smoothingIsReadAsItIsWritten() {
        for (String text : new String[] {"off", "auto", "0.0", "0.5", "1.0"}) {
            assertEquals(SmoothQuant.parse(text).toString(), text);
        }
        assertNotEquals(SmoothQuant.fixed(0), SmoothQuant.OFF);
    }

    private static String error(String key, String value) {
        OptionParser options = new OptionParser("Int8", Map.of(key, value));
        return expectThrows(IllegalArgumentException.class, () -> StaticConfig.parse(options))
                .getMessage();
    }
}
