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
package io.github.djlint8.calibration.advice;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.Node;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class ModelKindTest {

    @DataProvider
    public Object[][] graphs() {
        return new Object[][] {
            {ModelKind.TRANSFORMER, "input_ids", "MatMul,Softmax,MatMul"},
            // patches of pictures are cut out by one convolution
            {ModelKind.TRANSFORMER, "pixels", "Conv,MatMul,Softmax,MatMul"},
            {ModelKind.GENERATOR, "past_key_values.0.key", "MatMul,Softmax,MatMul"},
            {ModelKind.CNN, "pixels", "Conv,Relu,Conv,Gemm,Softmax"},
            {ModelKind.RNN, "input_ids", "Conv,Conv,LSTM,MatMul"},
            {ModelKind.RNN, "past", "GRU"},
        };
    }

    @Test(dataProvider = "graphs")
    public void theOperatorsTell(ModelKind expected, String input, String operators)
            throws MalformedModelException {
        ModelBuilder model =
                new ModelBuilder("graph").addInput(input, ElementType.FLOAT, "batch", 4);
        String last = input;
        for (String operator : operators.split(",")) {
            String output = last + "'";
            model.addNode(
                    Node.builder(operator, output)
                            .addInputs(last, last)
                            .addOutputs(output)
                            .build());
            last = output;
        }
        model.addOutput(last, ElementType.FLOAT, "batch", 4);
        Assert.assertEquals(ModelKind.of(model.build().graph()), expected);
    }
}
