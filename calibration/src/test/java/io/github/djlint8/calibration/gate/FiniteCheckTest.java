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
package io.github.djlint8.calibration.gate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.translate.TranslateException;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.Test;

public class FiniteCheckTest {

    @Test
    public void countsByOutputOverRuns() {
        try (NDManager manager = NDManager.newBaseManager("OnnxRuntime")) {
            NDArray named = manager.create(new float[] {1, Float.NaN, Float.NaN});
            named.setName("logits");
            NDArray other = manager.create(new float[] {Float.NEGATIVE_INFINITY});
            FiniteCheck check = new FiniteCheck().add(new NDList(named, other));
            check.add(new NDList(named, manager.create(new float[] {1, Float.MAX_VALUE})));
            Assert.assertEquals(
                    check.found(),
                    List.of(
                            new NonFiniteOutput("logits", 4, 0, 6),
                            new NonFiniteOutput("output 1", 0, 1, 3)));
            TranslateException e = Assert.expectThrows(TranslateException.class, check::require);
            Assert.assertEquals(
                    e.getMessage(),
                    "Expected finite values, found 4 NaN and 0 infinite ones among the 6 of logits,"
                            + " and more in 1 other outputs");
        }
    }

    @Test
    public void finiteAndWholeNumbersPass() throws Exception {
        try (NDManager manager = NDManager.newBaseManager("OnnxRuntime")) {
            FiniteCheck check =
                    new FiniteCheck()
                            .add(new NDList(manager.create(new long[] {1, Long.MAX_VALUE})))
                            .add(new NDList(manager.create(new float[] {0, -0f, 1e38f})))
                            .add(new NDList());
            Assert.assertEquals(check.found(), List.of());
            check.require();
        }
    }
}
