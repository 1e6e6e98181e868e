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
package io.github.djlint8.cli.compare;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.Tensor;
import java.util.Arrays;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.Test;

/** Tests {@link SyntheticInputs}. */
public class SyntheticInputsTest {

    private static ModelBuilder lookup() {
        return new ModelBuilder("lookup")
                .addInput("words", ElementType.INT64, "batch", "sequence")
                .addInitializer(Tensor.ofFloats("table", new float[14], 7, 2))
                .addNode(
                        Node.builder("Gather", "find")
                                .addInputs("table", "words")
                                .addOutputs("y")
                                .build())
                .addOutput("y", ElementType.FLOAT, "batch", "sequence", 2);
    }

    @Test
    public void idsAreInsideTheTableThatTheyLookUp() throws MalformedModelException {
        SyntheticInputs inputs = SyntheticInputs.of(lookup().build());
        List<Shape> shapes = inputs.shapes(3, 100);
        Assert.assertEquals(shapes, List.of(new Shape(3, 100)));
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "Int8");
                NDList list = inputs.make(manager, shapes)) {
            long[] ids = list.get(0).toLongArray();
            Assert.assertEquals(Arrays.stream(ids).min().orElseThrow(), 1);
            Assert.assertEquals(Arrays.stream(ids).max().orElseThrow(), 6);
            Assert.assertEquals(list.get(0).getName(), "words");
        }
    }

    @Test
    public void masksTypesAndPositionsHaveTheirValues() throws MalformedModelException {
        SyntheticInputs inputs =
                SyntheticInputs.of(
                        lookup().addInput("attention_mask", ElementType.INT64, "batch", 2)
                                .addInput("token_type_ids", ElementType.INT32, 1, "n")
                                .addInput("keep", ElementType.BOOL)
                                .addInput("pixels", ElementType.FLOAT, "batch", 2)
                                .build());
        List<Shape> shapes = inputs.shapes(2, 4);
        Assert.assertEquals(shapes.get(1), new Shape(2, 2));
        Assert.assertEquals(shapes.get(2), new Shape(1, 4));
        Assert.assertEquals(shapes.get(3), new Shape());
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "Int8");
                NDList list = inputs.make(manager, shapes)) {
            Assert.assertEquals(list.get(1).toLongArray(), new long[] {1, 1, 1, 1});
            Assert.assertEquals(list.get(2).toIntArray(), new int[4]);
            Assert.assertEquals(list.get(3).getDataType(), DataType.BOOLEAN);
            Assert.assertEquals(list.get(4).getDataType(), DataType.FLOAT32);
        }
    }

    @Test(
            expectedExceptions = MalformedModelException.class,
            expectedExceptionsMessageRegExp = "Input text has the type STRING; .*")
    public void textIsNotMadeUp() throws MalformedModelException {
        SyntheticInputs.of(lookup().addInput("text", ElementType.STRING, 1).build());
    }
}
