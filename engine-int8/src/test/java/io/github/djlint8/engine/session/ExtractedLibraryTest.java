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

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.testng.Assert;
import org.testng.SkipException;
import org.testng.annotations.Test;

/** Tests the library that is kept on disk. */
public class ExtractedLibraryTest {

    @Test
    public void libraryIsWrittenOnceAndAgainIfDamaged() throws IOException {
        Path work = Files.createTempDirectory(Path.of("target"), "native");
        byte[] content = new byte[5_000_000];
        content[4_999_999] = 7;
        URL library = jar(work.resolve("a.jar"), content);
        Path folder = work.resolve("cache");
        Path file = ExtractedLibrary.extract(library, folder);
        Assert.assertEquals(Files.readAllBytes(file), content);
        Object key = Files.getAttribute(file, "unix:ino");
        Assert.assertEquals(ExtractedLibrary.extract(library, folder), file);
        Assert.assertEquals(Files.getAttribute(file, "unix:ino"), key);

        byte[] damaged = content.clone();
        damaged[1] = 1;
        Files.write(file, damaged);
        Assert.assertEquals(ExtractedLibrary.extract(library, folder), file);
        Assert.assertEquals(Files.readAllBytes(file), content);

        content[0] = 1;
        Path other = ExtractedLibrary.extract(jar(work.resolve("b.jar"), content), folder);
        Assert.assertNotEquals(other, file);
        try (Stream<Path> files = Files.list(folder)) {
            Assert.assertEquals(List.copyOf(files.sorted().toList()).size(), 2);
        }
    }

    @Test
    public void libraryOutsideOfAJarIsRefused() throws IOException {
        Path file = Files.createTempFile(Path.of("target"), "lib", ".so");
        Assert.assertThrows(
                IOException.class,
                () -> ExtractedLibrary.extract(file.toUri().toURL(), Path.of("target")));
    }

    @Test
    public void runtimeRunsFromTheFile() {
        OrtRuntime.environment();
        String path = System.getProperty(ExtractedLibrary.PATH);
        if (path == null) {
            throw new SkipException("LIBRARY IS NOT KEPT ON THIS SYSTEM OR THE USER NAMED ONE");
        }
        Assert.assertTrue(Files.isRegularFile(Path.of(path)), path);
    }

    private static URL jar(Path file, byte[] content) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out)) {
            jar.putNextEntry(new JarEntry("lib.so"));
            jar.write(content);
        }
        return new URL("jar:" + file.toUri() + "!/lib.so");
    }
}
