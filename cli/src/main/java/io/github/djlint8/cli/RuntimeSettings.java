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

import io.github.djlint8.zoo.recipe.ArtifactPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The system properties that have to stand before the first class of DJL or of the logger loads.
 *
 * <p>DJL reports its start to a server unless told otherwise, in the static initializer of its
 * engines. A property that the caller set on purpose is left as it is.
 */
final class RuntimeSettings {

    private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";
    private static final String OWN_LOG_LEVEL = "org.slf4j.simpleLogger.log.io.github.djlint8";

    private RuntimeSettings() {}

    static void apply(List<String> args) {
        setDefault("OPT_OUT_TRACKING", "true");
        setDefault("ai.djl.offline", "true");
        setDefault("disableProgressBar", "true");
        // PyTorch is there to train; beside a model that only runs it would cost time and memory.
        setDefault("ai.djl.int8.disable_alternative", "true");
        setDefault("ai.djl.onnx.disable_alternative", "true");
        // Where Maven keeps what it fetched, which is the simplest way to a base encoder.
        Path repository = Path.of(System.getProperty("user.home"), ".m2", "repository");
        if (Files.isDirectory(repository)) {
            setDefault(ArtifactPath.PROPERTY, repository.toString());
        }
        if (args.contains("--verbose")) {
            setDefault(LOG_LEVEL, "info");
            setDefault(OWN_LOG_LEVEL, "debug");
        }
    }

    private static void setDefault(String key, String value) {
        if (System.getProperty(key) == null) {
            System.setProperty(key, value);
        }
    }
}
