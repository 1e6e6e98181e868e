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
package io.github.djlint8.engine.loading;

import static org.testng.Assert.assertEquals;

import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.engine.TestFolder;
import io.github.djlint8.engine.TestModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testng.annotations.Test;

/** Processes that want the same graph at the same time. */
public class CacheProcessesTest {

    private static final int PROCESSES = 3;

    @Test
    public void oneProcessMakesWhatAllUse() throws Exception {
        Path folder = TestFolder.create("processes");
        try {
            List<TestProcess> processes = new ArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                processes.add(TestProcess.start(CacheProcessesTest.class, folder, i, PROCESSES));
            }
            List<String> results = new ArrayList<>();
            for (TestProcess process : processes) {
                results.add(process.result());
            }
            assertEquals(results.stream().filter("made"::equals).count(), 1, results.toString());
            assertEquals(results.stream().filter("read"::equals).count(), PROCESSES - 1);
        } finally {
            TestFolder.delete(folder);
        }
    }

    /** Gets the graph and prints whether it had to make it. */
    public static void main(String[] args) throws Exception {
        Path folder = TestProcess.begin(args);
        boolean[] made = {false};
        GraphCache.Quantizer slow =
                () -> {
                    made[0] = true;
                    pause();
                    return Optional.of(TestModels.linear(1));
                };
        Optional<Path> file =
                new GraphCache(folder.resolve("int8"))
                        .get("a", DynamicConfig.defaults(), folder, slow)
                        .file();
        TestProcess.end(file.isEmpty() ? "no file" : made[0] ? "made" : "read");
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(300);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
