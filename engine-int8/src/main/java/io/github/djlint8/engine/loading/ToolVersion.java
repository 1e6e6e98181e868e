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

import io.github.djlint8.api.Digests;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.api.LibraryVersion;
import io.github.djlint8.onnx.OnnxModel;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The version of this library.
 *
 * <p>Safe for use by many threads.
 */
public final class ToolVersion {

    private static final Logger logger = LoggerFactory.getLogger(ToolVersion.class);
    private static final String SNAPSHOT = "-SNAPSHOT";

    private ToolVersion() {}

    /**
     * Returns the version.
     *
     * @return the version
     */
    public static String get() {
        return LibraryVersion.get();
    }

    /** Returns the version, for a snapshot together with a hash of the code that quantizes. */
    static String codeVersion() {
        return CodeHolder.CODE_VERSION;
    }

    private static String readCodeVersion() {
        if (!get().endsWith(SNAPSHOT)) {
            return get();
        }
        List<String> hashes = new ArrayList<>(List.of(get()));
        for (Class<?> module : List.of(OnnxModel.class, DynamicConfig.class)) {
            try {
                URI code = module.getProtectionDomain().getCodeSource().getLocation().toURI();
                hashes.addAll(hashes(Path.of(code)));
            } catch (IOException
                    | URISyntaxException
                    | IllegalArgumentException
                    | FileSystemNotFoundException e) {
                logger.debug("Code of {} is in no file, its version stands for it", module, e);
            }
        }
        return Digests.of(hashes);
    }

    private static List<String> hashes(Path code) throws IOException {
        List<String> hashes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(code)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                hashes.add(Digests.of(file));
            }
        }
        return hashes;
    }

    private static final class CodeHolder {
        static final String CODE_VERSION = readCodeVersion();
    }
}
