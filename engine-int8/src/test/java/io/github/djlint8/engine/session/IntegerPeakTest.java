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
package io.github.djlint8.engine.session;

import ai.djl.MalformedModelException;
import java.util.List;
import java.util.Map;
import org.testng.Assert;
import org.testng.annotations.Test;

/** Tests {@link IntegerPeak} and the names of {@link CpuFeatures}. */
public class IntegerPeakTest {

    @Test
    public void aProductHasARateThatAProcessorCanHave() throws MalformedModelException {
        double rate = new IntegerPeak(64, 64, 64).measure(2);
        // slower than one multiplication in a microsecond, or faster than 4096 lanes at 6 GHz on
        // two cores, is an error in the arithmetic
        Assert.assertTrue(rate > 1e6 && rate < 2 * 4096 * 6e9, "found " + rate);
    }

    @Test
    public void theSizesAreNamed() {
        Assert.assertEquals(IntegerPeak.SQUARE.toString(), "1024 x 1024 x 1024");
        IllegalArgumentException e =
                Assert.expectThrows(IllegalArgumentException.class, () -> new IntegerPeak(1, 0, 2));
        Assert.assertTrue(e.getMessage().endsWith("found 1 x 0 x 2"), e.getMessage());
    }

    @Test
    public void instructionSetsHaveTheirNames() {
        String zen = "amd64 " + CpuFeatures.parse(List.of("flags : avx2 avx512f avx512_vnni"));
        Assert.assertEquals(
                CpuFeatures.named(zen),
                Map.of("AVX2", true, "AVX-512", true, "VNNI", true, "AMX", false));
        Assert.assertEquals(
                CpuFeatures.named("amd64 [avx2, avx_vnni]"),
                Map.of("AVX2", true, "AVX-512", false, "VNNI", true, "AMX", false));
        Assert.assertFalse(CpuFeatures.named("aarch64 [asimd]").containsValue(true));
    }
}
