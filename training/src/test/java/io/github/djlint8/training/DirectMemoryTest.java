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
package io.github.djlint8.training;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.Test;

public class DirectMemoryTest {

    /** 400 and 100 million weights, 1,600 and 400 MB; only the smaller is trained. */
    private static final List<Parameter> PARAMETERS =
            List.of(parameter(400_000, true), parameter(100_000, false));

    @Test
    public void allWeightsAndTheLargestTrainedOneMustFit() {
        DirectMemory.require(PARAMETERS, true, 2_400_000_000L);
        EngineException e =
                Assert.expectThrows(
                        EngineException.class,
                        () -> DirectMemory.require(PARAMETERS, true, 2_399_999_999L));
        // 2,400 MB and an eighth are 2,575 MiB, of which the next step of 512 is 3,072.
        Assert.assertEquals(
                e.getMessage(),
                "Weights of 2000 MB and a copy of the largest that is trained, 400 MB, need more"
                        + " direct memory than the 2400 MB that Java allows: start it with"
                        + " -Xmx3072m (for the command djl-int8: DJL_INT8_JAVA_OPTS=-Xmx3072m)");
    }

    @Test
    public void onDevicesOnlyTheCopyMustFit() {
        DirectMemory.require(PARAMETERS, false, 400_000_000L);
        Assert.assertThrows(
                EngineException.class, () -> DirectMemory.require(PARAMETERS, false, 399_999_999L));
    }

    @Test
    public void withoutAnOptionTheLimitIsThatOfTheHeap() {
        Assert.assertEquals(DirectMemory.limit(), Runtime.getRuntime().maxMemory());
    }

    private static Parameter parameter(long rows, boolean frozen) {
        Parameter parameter =
                Parameter.builder()
                        .setName("weight")
                        .setType(Parameter.Type.WEIGHT)
                        .optShape(new Shape(rows, 1000))
                        .build();
        parameter.freeze(frozen);
        return parameter;
    }
}
