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

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class RowSpecTest {

    @Test
    public void float32RunsInTheEngineThatUsersHave() {
        RowSpec row = RowSpec.parse("float32");
        Assert.assertEquals(row.engine(), "OnnxRuntime");
        Assert.assertEquals(row.options(), Map.of());
        Assert.assertEquals(row.file(), Optional.empty());
    }

    @Test
    public void float32InInt8AsksForThePrecision() {
        RowSpec row = RowSpec.parse("float32@Int8");
        Assert.assertEquals(row.engine(), "Int8");
        Assert.assertEquals(row.options(), Map.of("precision", "float32"));
    }

    @Test
    public void optionsReachTheEngine() {
        RowSpec row = RowSpec.parse("dynamic,activations=tensor,skip=a=b@DynamicInt8");
        Assert.assertEquals(row.engine(), "DynamicInt8");
        Assert.assertEquals(
                row.options(),
                Map.of("precision", "dynamic", "activations", "tensor", "skip", "a=b"));
    }

    @Test
    public void aFileRunsAsItIs() {
        RowSpec row = RowSpec.parse("some where/peer.onnx");
        Assert.assertEquals(row.file(), Optional.of(Path.of("some where/peer.onnx")));
        Assert.assertEquals(row.engine(), "OnnxRuntime");
        Assert.assertEquals(row.options(), Map.of());
    }

    @Test
    public void aFileRunsAsItIsInInt8Too() {
        RowSpec row = RowSpec.parse("peer.onnx@Int8");
        Assert.assertEquals(row.engine(), "Int8");
        Assert.assertEquals(row.options(), Map.of("precision", "float32"));
        Assert.assertEquals(RowSpec.ofFile(Path.of("peer.onnx"), true).options(), row.options());
        Assert.assertEquals(RowSpec.ofFile(Path.of("peer.onnx"), false).engine(), "OnnxRuntime");
        // DJL's engine does not open compressed files
        Assert.assertEquals(RowSpec.ofFile(Path.of("peer.onnx.gz"), false).engine(), "Int8");
    }

    @DataProvider
    public Object[][] badRows() {
        return new Object[][] {
            {"int4", "must begin with int8, dynamic, float32"},
            {"", "must begin with"},
            {"dynamic,", "OPTION=VALUE"},
            {"dynamic,activations", "OPTION=VALUE"},
            {"dynamic,=x", "OPTION=VALUE"},
            {"dynamic@OnnxRuntime", "runs float32 and files only"},
        };
    }

    @Test(dataProvider = "badRows")
    public void whatIsNoRowIsExplained(String text, String expected) {
        IllegalArgumentException e =
                Assert.expectThrows(IllegalArgumentException.class, () -> RowSpec.parse(text));
        Assert.assertTrue(e.getMessage().contains(expected), e.getMessage());
    }
}
