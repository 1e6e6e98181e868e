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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.testng.Assert;
import org.testng.SkipException;
import org.testng.annotations.Test;

public class ResidentMemoryTest {

    @Test
    public void readsTheLineOfTheKernel() throws Exception {
        Path status = Files.createTempFile("status", "");
        try {
            Files.writeString(status, "Name:\tjava\nVmHWM:\t  20 kB\nVmRSS:\t   12 kB\nX:\t1 kB\n");
            Assert.assertEquals(ResidentMemory.read(status, "VmRSS"), OptionalLong.of(12_288));
            Assert.assertEquals(ResidentMemory.read(status, "VmHWM"), OptionalLong.of(20_480));
            Assert.assertEquals(ResidentMemory.read(status, "Vm"), OptionalLong.empty());
            Files.writeString(status, "VmRSS:\t99999999999999999999 kB\n");
            Assert.assertEquals(ResidentMemory.read(status, "VmRSS"), OptionalLong.empty());
            Files.write(status, new byte[] {'V', (byte) 0xff, '\n'});
            Assert.assertEquals(ResidentMemory.read(status, "VmRSS"), OptionalLong.empty());
        } finally {
            Files.delete(status);
        }
        Assert.assertEquals(ResidentMemory.read(status, "VmRSS"), OptionalLong.empty());
    }

    @Test
    public void thisProcessHoldsWhatItTouched() {
        if (!Files.exists(Path.of("/proc/self/status"))) {
            throw new SkipException("This system has no /proc/self/status");
        }
        long before = ResidentMemory.bytes().getAsLong();
        // A process with a running JVM holds more than 16 MiB and less than 64 GiB here.
        Assert.assertTrue(before > 16 << 20 && before < 64L << 30, "" + before);
        Assert.assertTrue(ResidentMemory.peakBytes().getAsLong() >= before / 2, "" + before);
    }
}
