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
package io.github.djlint8.benchmarks.kernel;

import ai.djl.MalformedModelException;
import ai.onnxruntime.OrtException;
import java.io.IOException;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Tests that every product of {@link KernelBenchmark} can be run. */
public class KernelBenchmarkTest {

    @DataProvider
    public Object[][] kernels() {
        Object[][] rows = new Object[ProductKernel.values().length][];
        for (ProductKernel kernel : ProductKernel.values()) {
            rows[kernel.ordinal()] = new Object[] {kernel};
        }
        return rows;
    }

    @Test(dataProvider = "kernels")
    public void productsRun(ProductKernel kernel)
            throws IOException, MalformedModelException, OrtException {
        KernelBenchmark benchmark = new KernelBenchmark();
        benchmark.kernel = kernel;
        benchmark.rows = 2;
        benchmark.weight = "8x4";
        benchmark.open();
        try {
            Assert.assertEquals(benchmark.multiply(), 1);
        } finally {
            benchmark.close();
        }
    }
}
