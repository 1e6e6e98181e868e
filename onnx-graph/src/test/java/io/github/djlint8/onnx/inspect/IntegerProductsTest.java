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
package io.github.djlint8.onnx.inspect;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.inspect.IntegerProducts.Product;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.Test;

/** Tests {@link IntegerProducts}. */
public class IntegerProductsTest {

    private static OnnxModel model() {
        return new ModelBuilder("mixed")
                .addInput("x", ElementType.UINT8, "n", 3)
                .addInput("f", ElementType.FLOAT, "n", 3)
                .addInput("image", ElementType.UINT8, 1, 4, 8, 8)
                .addInitializer(bytes("w", 3, 5))
                .addInitializer(bytes("kernel", 6, 2, 3, 3))
                .addInitializer(Tensor.ofFloats("floats", new float[15], 3, 5))
                .addInitializer(Tensor.ofFloats("scale", new float[] {1}))
                .addNode(node("MatMulInteger", "a", "x", "w"))
                .addNode(node("MatMul", "b", "f", "floats"))
                .addNode(node("ConvInteger", "c", "image", "kernel"))
                .addNode(node("MatMulInteger", "two", "x", "x"))
                .addNode(node("DequantizeLinear", "left", "x", "scale"))
                .addNode(node("DequantizeLinear", "right", "w", "scale"))
                .addNode(node("MatMul", "d", "left", "right"))
                .addNode(node("MatMul", "weightOnly", "f", "right"))
                .addOutput("b", ElementType.FLOAT, "n", 5)
                .build();
    }

    private static Tensor bytes(String name, long... dims) {
        int size = 1;
        for (long dim : dims) {
            size *= (int) dim;
        }
        return Tensor.ofBytes(name, ElementType.INT8, new byte[size], dims);
    }

    private static Node node(String operator, String output, String... inputs) {
        return Node.builder(operator, output).addInputs(inputs).addOutputs(output).build();
    }

    @Test
    public void productsOfIntegersWithAWeightAreFound() throws MalformedModelException {
        Assert.assertEquals(
                IntegerProducts.of(model()).products(),
                List.of(
                        new Product("a", "MatMulInteger", "a", 3),
                        // 2 channels of 3 x 3 for each element
                        new Product("c", "ConvInteger", "c", 18),
                        new Product("d", "MatMul", "d", 3)));
    }

    @Test
    public void gemmsTellWhichSideIsInner() throws MalformedModelException {
        for (long transposed : new long[] {0, 1}) {
            OnnxModel model =
                    new ModelBuilder("gemm")
                            .addInput("x", ElementType.UINT8, "n", transposed == 1 ? 5 : 3)
                            .addInitializer(bytes("w", 3, 5))
                            .addInitializer(Tensor.ofFloats("s", new float[] {1}))
                            .addNode(
                                    Node.builder("QGemm", "g")
                                            .optDomain(Node.MICROSOFT)
                                            .addInputs("x", "s", "s", "w")
                                            .addOutputs("y")
                                            .addInt("transB", transposed)
                                            .build())
                            .addOutput("y", ElementType.FLOAT, "n", "m")
                            .build();
            long depth = IntegerProducts.of(model).products().get(0).depth();
            Assert.assertEquals(depth, transposed == 1 ? 5 : 3);
        }
    }

    @Test
    public void theWorkFollowsFromTheSizesOfTheOutputs() throws MalformedModelException {
        IntegerProducts products = IntegerProducts.of(model());
        Assert.assertEquals(products.multiplyAdds(List.of(10L, 4L, 1L)), 10 * 3 + 4 * 18 + 3);
        Assert.assertThrows(
                IllegalArgumentException.class, () -> products.multiplyAdds(List.of(1L)));
    }

    @Test
    public void theModelHasTheirOutputs() throws MalformedModelException {
        IntegerProducts products = IntegerProducts.of(model());
        Assert.assertEquals(
                products.model().graph().outputs().stream().map(v -> v.getName()).toList(),
                List.of("a", "c", "d"));
    }

    @Test(expectedExceptions = IllegalStateException.class)
    public void aModelWithoutThemHasNoSuchOutputs() throws MalformedModelException {
        OnnxModel empty =
                new ModelBuilder("none")
                        .addInput("x", ElementType.FLOAT, 1)
                        .addNode(node("Relu", "y", "x"))
                        .addOutput("y", ElementType.FLOAT, 1)
                        .build();
        Assert.assertEquals(IntegerProducts.of(empty).products(), List.of());
        IntegerProducts.of(empty).model();
    }
}
