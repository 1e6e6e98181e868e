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
package io.github.djlint8.engine;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNull;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.NDManager;
import ai.djl.util.cuda.CudaUtils;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import io.github.djlint8.engine.session.OrtRuntime;
import org.testng.annotations.Test;

public class Int8EngineTest {

    @Test
    public void bothEnginesAreFoundByNameWithTheirRanks() {
        assertEquals(Engine.getEngine("Int8").getRank(), 11);
        assertEquals(Engine.getEngine("DynamicInt8").getRank(), 12);
        assertEquals(Engine.getEngine("DynamicInt8").getEngineName(), "DynamicInt8");
    }

    @Test
    public void managersKnowTheirEngineAndMakeNoOther() {
        for (String name : new String[] {"Int8", "DynamicInt8"}) {
            try (NDManager manager = NDManager.newBaseManager(Device.cpu(), name);
                    NDManager child = manager.newSubManager()) {
                assertEquals(child.getEngine().getEngineName(), name);
                assertEquals(child.getDevice(), Device.cpu());
                assertNull(child.getEngine().getAlternativeEngine());
            }
        }
    }

    @Test
    public void tellsVersionsProvidersAndCpu() {
        Engine engine = Engine.getEngine("Int8");
        assertTrue(engine.getVersion().matches("\\d+\\.\\d+\\.\\d+.*"), engine.getVersion());
        String text = engine.toString();
        String runtime = OrtRuntime.environment().getVersion();
        assertTrue(text.startsWith("Int8:" + engine.getVersion()), text);
        assertTrue(text.contains("ONNX Runtime:" + runtime), text);
        assertTrue(text.contains("CPU: " + System.getProperty("os.arch")), text);
    }

    @Test
    public void cpuIsTheDefaultAndCudaIsToldTruthfully() {
        Engine engine = Engine.getEngine("Int8");
        assertEquals(engine.defaultDevice(), Device.cpu());
        boolean cuda =
                OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)
                        && CudaUtils.getGpuCount() > 0;
        assertEquals(engine.hasCapability(StandardCapabilities.CUDA), cuda);
        assertEquals(engine.getGpuCount(), cuda ? CudaUtils.getGpuCount() : 0);
    }
}
