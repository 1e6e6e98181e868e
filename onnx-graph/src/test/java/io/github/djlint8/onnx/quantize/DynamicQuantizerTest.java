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
package io.github.djlint8.onnx.quantize;

import io.github.djlint8.api.ActivationScheme;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import java.io.InputStream;
import org.testng.Assert;
import org.testng.annotations.Test;

/** What dynamic quantization does to a published model. */
public class DynamicQuantizerTest {

    @Test
    public void quantizesAllProductsAndTables() throws Exception {
        OnnxModel model;
        try (InputStream in = getClass().getResourceAsStream("/all-minilm-l6-v2.onnx")) {
            model = OnnxModel.read(in);
        }
        for (ActivationScheme scheme : ActivationScheme.values()) {
            QuantizationResult result =
                    DynamicQuantizer.quantize(
                            model, DynamicConfig.builder().optActivations(scheme).build());
            // 6 layers of 6 products, word and position tables; token types are too small.
            Assert.assertEquals(result.report().quantizedLayers().size(), 38);
            Assert.assertEquals(result.report().floatLayers().size(), 1);
            Assert.assertTrue(ModelWriter.toBuffer(result.model()).remaining() < 24_000_000);
            Assert.assertTrue(DynamicQuantizer.isQuantized(result.model()));
            Assert.assertThrows(
                    IllegalArgumentException.class,
                    () -> DynamicQuantizer.quantize(result.model(), DynamicConfig.defaults()));
        }
    }
}
