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
package io.github.djlint8.training.optimize;

import org.testng.Assert;
import org.testng.annotations.Test;

public class LinearWarmupTest {

    @Test
    public void risesAndFallsLinearly() {
        LinearWarmup schedule = new LinearWarmup(6, 2, 4);
        float[] rates = new float[5];
        for (int step = 1; step <= 5; step++) {
            rates[step - 1] = schedule.at(step);
        }
        // 6/2, 6, then two steps down: 6 * 2/3, 6 * 1/3, and none beyond the end.
        Assert.assertEquals(rates, new float[] {3, 6, 4, 2, 0});
    }

    @Test
    public void noWarmupBeginsAtThePeakShare() {
        Assert.assertEquals(new LinearWarmup(1, 0, 1).at(1), 0.5f);
        Assert.assertEquals(new LinearWarmup(1, 1, 1).at(1), 1f);
    }

    @Test
    public void contradictionsAreRefused() {
        Assert.assertThrows(IllegalArgumentException.class, () -> new LinearWarmup(0, 1, 2));
        Assert.assertThrows(IllegalArgumentException.class, () -> new LinearWarmup(1, 3, 2));
        Assert.assertThrows(IllegalArgumentException.class, () -> new LinearWarmup(1, 0, 0));
        Assert.assertThrows(
                IllegalArgumentException.class, () -> new LinearWarmup(Float.NaN, 0, 1));
    }
}
