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
package io.github.djlint8.benchmarks.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.testng.Assert;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** Tests {@link RunProfile} on profiles written by hand. */
public class RunProfileTest {

    private static final String KERNEL =
            "{\"cat\":\"Node\",\"dur\":%d,\"ts\":%d,\"ph\":\"X\",\"name\":\"%s_kernel_time\","
                    + "\"args\":{\"op_name\":\"%s\",\"input_type_shape\":[%s],"
                    + "\"output_type_shape\":[%s]}},";
    private static final String RUN =
            "{\"cat\":\"Session\",\"dur\":%d,\"ts\":%d,\"ph\":\"X\",\"name\":\"model_run\","
                    + "\"args\":{}},";
    private static final String START =
            "[{\"cat\":\"Session\",\"dur\":9000,\"ts\":1,\"ph\":\"X\","
                    + "\"name\":\"session_initialization\",\"args\":{}},";
    private static final String END = "{\"name\":\"last\"}]";

    private Path file;

    @BeforeMethod
    public void createFile() throws IOException {
        file = Files.createTempFile("profile", ".json");
    }

    @AfterMethod
    public void deleteFile() throws IOException {
        Files.delete(file);
    }

    @Test
    public void timesAreMeansOfTheMiddleHalfByKind() throws IOException {
        // of 1000, 10, 20, 12, 14, 13, 900, 1 the middle half is 12, 13, 14, 20
        long[] product = {1000, 10, 20, 12, 14, 13, 900, 1};
        StringBuilder text = new StringBuilder(START).append(run(0, 5000));
        for (int i = 0; i < product.length; i++) {
            text.append(run(10_000L * (i + 1), product[i]));
        }
        Files.writeString(file, text + END);

        RunProfile profile = RunProfile.read(file, 1);

        Assert.assertEquals(profile.runs(), 8);
        Assert.assertEquals(profile.operators(), 3);
        Assert.assertEquals(
                profile.micros(),
                Map.of(
                        OperatorKind.PRODUCT, 14.75,
                        OperatorKind.GELU, 5.0,
                        OperatorKind.OTHER, 2.0));
        // 3 before the product, 2 and 4 before the other two, 6 after the last
        Assert.assertEquals(profile.between(), 15.0);
        Assert.assertEquals(profile.total(), 36.75);
        // 2 sentences of 4 tokens, 8 x 16 weights, multiplied and added
        Assert.assertEquals(profile.operations(), 2.0 * 2 * 4 * 8 * 16);
        Assert.assertEquals(profile.productRate(), 2048 / 14.75e-6, 1);
    }

    @Test
    public void aProfileOfNoRunIsAnError() throws IOException {
        Files.writeString(file, START + run(0, 1) + END);
        IOException e = Assert.expectThrows(IOException.class, () -> RunProfile.read(file, 1));
        Assert.assertTrue(e.getMessage().contains("more than 1 runs"), e.getMessage());
        Assert.assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
    }

    @Test
    public void runsThatDifferAreAnError() throws IOException {
        Files.writeString(file, START + run(0, 1) + String.format(RUN, 9, 10_000) + END);
        IOException e = Assert.expectThrows(IOException.class, () -> RunProfile.read(file, 0));
        Assert.assertTrue(e.getMessage().contains("Expected 3 operators"), e.getMessage());
        Assert.assertTrue(e.getMessage().contains("found 0"), e.getMessage());
    }

    @Test
    public void aFileThatIsCutOffOrNoArrayIsAnError() throws IOException {
        for (String text : new String[] {"{}", START, "[7]", ""}) {
            Files.writeString(file, text);
            Assert.expectThrows(IOException.class, () -> RunProfile.read(file, 0));
        }
    }

    @Test
    public void kindsFollowOperatorNameAndRank() {
        String product = "/layer.0/query/MatMul";
        Assert.assertEquals(OperatorKind.of("MatMul", product, 3), OperatorKind.PRODUCT);
        Assert.assertEquals(OperatorKind.of("MatMul", "MatMul_1", 4), OperatorKind.ATTENTION);
        Assert.assertEquals(OperatorKind.of("MatMul", "classifier/MatMul", 3), OperatorKind.OTHER);
        Assert.assertEquals(OperatorKind.of("Mul", product + "/out", 3), OperatorKind.QUANTIZING);
        Assert.assertEquals(
                OperatorKind.of("Mul", "/embeddings/word_embeddings/Gather", 3),
                OperatorKind.OTHER);
        Assert.assertEquals(OperatorKind.of("Add", "/embeddings/Add_1", 3), OperatorKind.OTHER);
        Assert.assertEquals(OperatorKind.of("Add", "/output/Add", 3), OperatorKind.NORMALIZATION);
        Assert.assertEquals(OperatorKind.of("Split", "split", 3), OperatorKind.SPLITTING);
        Assert.assertEquals(OperatorKind.of("Sub", "/Sub", 4), OperatorKind.OTHER);
    }

    /** Events come as operators end, so one that began first may come later. */
    private static String run(long begin, long product) {
        long gelu = begin + 3 + product + 2;
        long cast = gelu + 5 + 4;
        String hidden = "{\"float\":[2,4,16]}";
        return String.format(KERNEL, 2, cast, "end/Cast", "Cast", "{\"int64\":[2]}", hidden)
                + String.format(
                        KERNEL,
                        product,
                        begin + 3,
                        "/layer.0/dense/MatMul",
                        "MatMulIntegerToFloat",
                        "{\"uint8\":[2,4,8]},{\"float\":[]}",
                        hidden)
                + String.format(KERNEL, 5, gelu, "Gelu_1", "BiasGelu", hidden, hidden)
                + String.format(RUN, cast + 2 + 6 - begin, begin);
    }
}
