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
package io.github.djlint8.onnx.fuse;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import io.github.djlint8.onnx.Models;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.pass.PassPipeline;
import io.github.djlint8.onnx.synthetic.EncoderExport;
import io.github.djlint8.onnx.synthetic.EncoderForm;
import io.github.djlint8.onnx.synthetic.EncoderForm.Attention;
import io.github.djlint8.onnx.synthetic.EncoderForm.Family;
import io.github.djlint8.onnx.synthetic.EncoderForm.Gelu;
import io.github.djlint8.onnx.synthetic.EncoderForm.Heads;
import io.github.djlint8.onnx.synthetic.EncoderForm.Mask;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Encoders are fused whichever way PyTorch exported them, and keep their answers. */
public class ExportFormsTest {

    /** Sums of 64 to 128 products of values of about 1, taken in another order. */
    private static final float TOLERANCE = 2e-5f;

    private static final long[][] IDS = {{2, 7, 30, 49, 9, 3}, {2, 12, 5, 3, 1, 1}};
    private static final long[][] MASK = {{1, 1, 1, 1, 1, 1}, {1, 1, 1, 1, 0, 0}};
    private static final long[][] TYPES = {{0, 0, 0, 1, 1, 1}, {0, 0, 0, 0, 0, 0}};

    @DataProvider
    public Object[][] forms() {
        List<EncoderForm> forms = new ArrayList<>();
        for (int opset = 11; opset <= 20; opset++) {
            forms.add(eager(Family.BERT, opset, Attention.DIVIDED, Mask.ADDED));
            forms.add(eager(Family.DISTILBERT, opset, Attention.DIVIDED_QUERIES, Mask.FILLED));
            forms.add(eager(Family.ROBERTA, opset, Attention.DIVIDED, Mask.ADDED));
        }
        for (int opset : new int[] {14, 17, 18, 20}) {
            forms.add(sdpa(Family.BERT, opset, Attention.SDPA, Mask.EXPANDED, Heads.BOTH));
            forms.add(sdpa(Family.ROBERTA, opset, Attention.SDPA, Mask.EXPANDED, Heads.SIZE));
            forms.add(sdpa(Family.DISTILBERT, opset, Attention.SDPA, Mask.EXPANDED, Heads.BOTH));
            forms.add(
                    sdpa(Family.BERT, opset, Attention.SDPA_WITHOUT_NAN, Mask.BOOLEAN, Heads.SIZE));
        }
        forms.add(other(14, Mask.EXPANDED, Heads.SIZE, Gelu.TANH));
        forms.add(other(17, Mask.NONE, Heads.CONSTANT, Gelu.TANH_WITH_PRODUCTS));
        forms.add(other(18, Mask.OTHER, Heads.BOTH, Gelu.ERF));
        return forms.stream().map(f -> new Object[] {f}).toArray(Object[][]::new);
    }

    private static EncoderForm eager(Family family, int opset, Attention attention, Mask mask) {
        return new EncoderForm(family, opset, attention, mask, Heads.BOTH, Gelu.ERF);
    }

    private static EncoderForm sdpa(
            Family family, int opset, Attention attention, Mask mask, Heads heads) {
        return new EncoderForm(family, opset, attention, mask, heads, Gelu.ERF);
    }

    private static EncoderForm other(int opset, Mask mask, Heads heads, Gelu gelu) {
        return new EncoderForm(Family.BERT, opset, Attention.MULTIPLIED, mask, heads, gelu);
    }

    @Test(dataProvider = "forms")
    public void isFusedAndKeepsItsAnswers(EncoderForm form) throws Exception {
        OnnxModel model = EncoderExport.build(form);
        List<Unfused> unfused = new ArrayList<>();
        OnnxModel fused = new PassPipeline(Fusions.passes(unfused::add)).run(model);
        Assert.assertEquals(unfused, List.of(), form.toString());
        Map<String, Long> counts =
                fused.graph().nodes().stream()
                        .collect(Collectors.groupingBy(Node::opType, Collectors.counting()));
        long layers = EncoderExport.LAYERS;
        String gelu = form.gelu() == Gelu.ERF ? "BiasGelu" : "FastGelu";
        Assert.assertEquals(counts.get("MultiHeadAttention"), (Long) layers, counts.toString());
        Assert.assertEquals(counts.get(gelu), (Long) layers, counts.toString());
        Assert.assertEquals(
                counts.get("SkipLayerNormalization"), (Long) (2 * layers + 1), counts.toString());
        Assert.assertEquals(counts.get("MatMul"), (Long) (6 * layers), counts.toString());
        assertSameAnswers(model, fused, form);
    }

    private static void assertSameAnswers(OnnxModel model, OnnxModel fused, EncoderForm form)
            throws Exception {
        FloatBuffer expected = run(model, form);
        FloatBuffer found = run(fused, form);
        Assert.assertEquals(found.remaining(), expected.remaining());
        int hidden = EncoderExport.HIDDEN;
        for (int row = 0; row < IDS.length * IDS[0].length; row++) {
            if (MASK[row / IDS[0].length][row % IDS[0].length] == 0) {
                continue;
            }
            for (int i = row * hidden; i < (row + 1) * hidden; i++) {
                Assert.assertEquals(
                        found.get(i), expected.get(i), TOLERANCE, form + ", value " + i);
            }
        }
    }

    private static FloatBuffer run(OnnxModel model, EncoderForm form) throws Exception {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OnnxTensor ids = OnnxTensor.createTensor(environment, IDS);
                OnnxTensor mask = OnnxTensor.createTensor(environment, MASK);
                OnnxTensor types = OnnxTensor.createTensor(environment, TYPES)) {
            Map<String, OnnxTensor> inputs = new HashMap<>();
            inputs.put("input_ids", ids);
            inputs.put("attention_mask", mask);
            if (form.family() == Family.BERT) {
                inputs.put("token_type_ids", types);
            }
            return Models.run(model, inputs).order(ByteOrder.nativeOrder()).asFloatBuffer();
        }
    }
}
