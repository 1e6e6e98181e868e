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

import io.github.djlint8.onnx.OnnxModel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the graph to run is.
 *
 * @param file the file of the quantized graph, if it is on disk
 * @param model the quantized graph, if it is in memory; without either, the model runs as it is
 */
record QuantizedGraph(Optional<Path> file, Optional<OnnxModel> model) {

    static QuantizedGraph onDisk(Path file) {
        return new QuantizedGraph(Optional.of(file), Optional.empty());
    }

    static QuantizedGraph of(Optional<OnnxModel> quantized) {
        return new QuantizedGraph(Optional.empty(), quantized);
    }

    static QuantizedGraph asIs() {
        return of(Optional.empty());
    }
}
