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
package io.github.djlint8.training;

import io.github.djlint8.training.bert.EncoderConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The published all-MiniLM-L6-v2 encoder. */
public final class MiniLm {

    /** Its shape, from the published config.json. */
    public static final EncoderConfig CONFIG =
            new EncoderConfig(6, 384, 12, 1536, 30522, 512, 2, 1e-12f, 0.1f, List.of());

    private MiniLm() {}

    /** Returns the model file; it is unpacked once for each build folder. */
    public static Path file() throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "minilm"));
        Path file = folder.resolve("all-minilm-l6-v2.onnx");
        if (Files.notExists(file)) {
            Path temporary = Files.createTempFile(folder, "copy", ".tmp");
            try (InputStream in = MiniLm.class.getResourceAsStream("/all-minilm-l6-v2.onnx")) {
                Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return file;
    }
}
