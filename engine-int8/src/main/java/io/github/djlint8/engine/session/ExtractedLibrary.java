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

import ai.djl.util.Utils;
import ai.onnxruntime.OrtEnvironment;
import io.github.djlint8.api.AtomicFile;
import io.github.djlint8.api.ChecksumMemo;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the native library of ONNX Runtime on disk, because taking it out of its jar at each start
 * takes longer than all that a small model needs to load.
 *
 * <p>On Linux only, where one library finds another that is loaded by name, whatever its folder.
 * Safe for use by many threads and processes.
 */
final class ExtractedLibrary {

    private static final Logger logger = LoggerFactory.getLogger(ExtractedLibrary.class);

    /** The property by which ONNX Runtime is told of a library. */
    static final String PATH = "onnxruntime.native.onnxruntime.path";

    private static final String FOLDER = "onnxruntime.native.path";
    private static final String RESOURCES = "/ai/onnxruntime/native/linux-";
    private static final String LIBRARY = "/libonnxruntime.so";

    /** A library of execution providers is looked for beside the main one. */
    private static final String PROVIDERS = "/libonnxruntime_providers_shared.so";

    private ExtractedLibrary() {}

    /** Has ONNX Runtime load the library from the cache, unless the user says from where. */
    static void prepare() {
        if (System.getProperty(PATH) != null
                || System.getProperty(FOLDER) != null
                || !System.getProperty("os.name", "").startsWith("Linux")) {
            return;
        }
        String resources = RESOURCES + architecture();
        URL library = OrtEnvironment.class.getResource(resources + LIBRARY);
        if (library == null || OrtEnvironment.class.getResource(resources + PROVIDERS) != null) {
            return;
        }
        try {
            Path folder = Utils.getEngineCacheDir("int8").resolve("native");
            System.setProperty(PATH, extract(library, folder).toAbsolutePath().toString());
        } catch (IOException e) {
            logger.debug("ONNX Runtime extracts its library by itself", e);
        }
    }

    /** Returns the file with the library, written if it is not there or damaged. */
    static Path extract(URL library, Path folder) throws IOException {
        if (!(library.openConnection() instanceof JarURLConnection connection)) {
            throw new IOException("Library " + library + " is in no jar");
        }
        JarEntry entry = connection.getJarEntry();
        String name = "libonnxruntime-" + Long.toHexString(entry.getCrc()) + ".so";
        Path file = folder.resolve(name);
        ChecksumMemo checksums = ChecksumMemo.in(folder, CRC32::new);
        if (Files.isRegularFile(file)
                && Files.size(file) == entry.getSize()
                && checksums.of(file) == entry.getCrc()) {
            checksums.save();
            return file;
        }
        Files.createDirectories(folder);
        try (InputStream in = connection.getInputStream();
                AtomicFile target = AtomicFile.create(file)) {
            in.transferTo(target.stream());
            target.commit();
        }
        return file;
    }

    private static String architecture() {
        String name = System.getProperty("os.arch", "");
        return name.equals("amd64") || name.equals("x86_64") ? "x64" : name;
    }
}
