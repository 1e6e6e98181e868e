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

import ai.djl.engine.EngineException;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Which processes ONNX Runtime may start in. */
public class UsageReportsTest {

    private static final long SHORT = 3900;
    private static final long LONG = 3901;

    @DataProvider
    public Object[][] harmless() {
        return new Object[][] {
            {"1.28.0", null, LONG},
            {"1.29.0", null, SHORT},
            {"1.29.0", "1", LONG},
            {"1.29.0", "true", LONG},
            {"1.30.0", null, LONG},
            {"2.0.0", null, LONG},
            {"", null, LONG},
            {"nightly", null, LONG},
            {"1.x", null, LONG},
        };
    }

    @Test(dataProvider = "harmless")
    public void theseMayStart(String version, String optOut, long commandLine) {
        UsageReports.check(version, optOut, commandLine);
    }

    @DataProvider
    public Object[][] optOuts() {
        return new Object[][] {{null}, {""}, {"0"}};
    }

    @Test(dataProvider = "optOuts")
    public void aCrashIsForeseen(String optOut) {
        EngineException e =
                Assert.expectThrows(
                        EngineException.class, () -> UsageReports.check("1.29.0", optOut, LONG));
        Assert.assertTrue(e.getMessage().contains("it has 3901 bytes"), e.getMessage());
        Assert.assertTrue(e.getMessage().contains("ORT_DISABLE_TELEMETRY=1"), e.getMessage());
    }

    @Test
    public void thisProcessMayStart() {
        UsageReports.check();
    }
}
