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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class StandardOutputTest {

    private static final Path NONE = Path.of("no", "such", "file");

    @Test
    public void bytesPassUnchanged() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (StandardOutput out = new StandardOutput(bytes, NONE)) {
            out.write("tag é".getBytes(StandardCharsets.UTF_8));
        }
        Assert.assertEquals(bytes.toString(StandardCharsets.UTF_8), "tag é");
    }

    @DataProvider
    public Object[][] failures() {
        return new Object[][] {
            {"Broken pipe", 141},
            {"The pipe is being closed", 141},
            {"No space left on device", 3},
            {null, 3},
        };
    }

    @Test(dataProvider = "failures")
    public void aReaderThatHasGoneIsToldFromAFullDisk(String message, int code) {
        StandardOutput out = failing(message, NONE);
        Assert.expectThrows(IOException.class, () -> out.write(new byte[1]));
        Assert.assertEquals(out.exitCode(), code);
    }

    @Test
    public void theSystemIsAskedWhereTheMessageIsInAnotherLanguage() throws IOException {
        Path folder = Files.createTempDirectory("djl int8");
        Path link = Files.createSymbolicLink(folder.resolve("1"), Path.of("pipe:[12345]"));
        StandardOutput out = failing("Tubería rota", link);
        Assert.expectThrows(IOException.class, () -> out.write(new byte[1]));
        Assert.assertEquals(out.exitCode(), ExitCode.CLOSED_PIPE);
        Files.delete(link);
        Files.delete(folder);
    }

    private static StandardOutput failing(String message, Path descriptor) {
        return new StandardOutput(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException(message);
                    }
                },
                descriptor);
    }
}
