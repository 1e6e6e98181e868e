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
package io.github.djlint8.cli;

import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class SampleOptionsTest {

    @DataProvider
    public Object[][] commands() {
        return new Object[][] {
            {"calibrate", 512}, {"quantize", 512}, {"report", 512}, {"search", 300},
        };
    }

    @Test(dataProvider = "commands")
    public void theHelpTellsWhatIsDrawnUnlessSaidOtherwise(String command, int samples) {
        String help = CommandRun.of(command, "--help").out().replaceAll("\\s+", " ");
        String drawn = "short and long ones as often as they are there (default: " + samples + ").";
        Assert.assertTrue(help.contains(drawn), help);
        Assert.assertTrue(help.contains("draws the same sentences (default: 1)."), help);
    }
}
