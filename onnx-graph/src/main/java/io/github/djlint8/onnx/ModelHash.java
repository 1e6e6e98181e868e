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
package io.github.djlint8.onnx;

import ai.djl.MalformedModelException;
import io.github.djlint8.api.Digests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The hash that names a model: what a calibration table says it was made for.
 *
 * <p>For a model in one file it is the SHA-256 of the file, as {@code sha256sum} prints it; for one
 * with external data it covers the names and contents of all files. Stateless and safe for use by
 * many threads.
 */
public final class ModelHash {

    private ModelHash() {}

    /**
     * Hashes a model.
     *
     * @param model its file
     * @return 64 hexadecimal digits
     * @throws MalformedModelException if the file is not an ONNX model
     * @throws IOException if a file cannot be read
     */
    public static String of(Path model) throws IOException, MalformedModelException {
        Path real = model.toRealPath();
        List<Path> files = new ArrayList<>(List.of(real));
        files.addAll(OnnxModel.open(real).externalFiles());
        return of(files);
    }

    /**
     * Hashes a model whose files are known.
     *
     * @param files the model's file, then those of its external data
     * @return 64 hexadecimal digits
     * @throws IOException if a file cannot be read
     */
    public static String of(List<Path> files) throws IOException {
        if (files.size() == 1) {
            return Digests.of(files.get(0));
        }
        List<String> parts = new ArrayList<>();
        for (Path file : files) {
            parts.add(files.get(0).getParent().relativize(file).toString());
            parts.add(Digests.of(file));
        }
        return Digests.of(parts);
    }
}
