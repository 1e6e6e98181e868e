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
package io.github.djlint8.zoo.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testng.Assert;
import org.testng.annotations.Test;

public class FolderManifestTest {

    @Test
    public void tellsWhetherAFolderIsWhole() throws IOException {
        Path folder = Files.createTempDirectory(Path.of("target"), "manifest");
        Path file = Files.writeString(folder.resolve("a.txt"), "hello");
        Assert.assertFalse(FolderManifest.isIntact(folder));
        FolderManifest.write(folder);
        Assert.assertTrue(FolderManifest.isIntact(folder));
        // A file beside those listed is somebody else's.
        Files.writeString(folder.resolve("b.txt"), "other");
        Assert.assertTrue(FolderManifest.isIntact(folder));
        Files.writeString(file, "hellp");
        Assert.assertFalse(FolderManifest.isIntact(folder));
        Files.writeString(file, "hello!");
        Assert.assertFalse(FolderManifest.isIntact(folder));
        Files.delete(file);
        Assert.assertFalse(FolderManifest.isIntact(folder));
        Assert.assertFalse(FolderManifest.isIntact(folder.resolve("absent")));
    }

    @Test
    public void brokenManifestIsNotTrusted() throws IOException {
        Path folder = Files.createTempDirectory(Path.of("target"), "manifest");
        for (String json :
                new String[] {"", "{", "[]", "{}", "null", "{\"a\":null}", "{\"a\":1}"}) {
            Files.writeString(folder.resolve("manifest.json"), json);
            Assert.assertFalse(FolderManifest.isIntact(folder), json);
        }
    }
}
