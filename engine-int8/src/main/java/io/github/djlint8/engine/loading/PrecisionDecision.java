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

import io.github.djlint8.api.Precision;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What to run, as {@link PrecisionPolicy} decided.
 *
 * @param precision the arithmetic that the model runs in
 * @param file the file to read
 * @param quantize whether the file is float and is quantized before it runs
 * @param table the calibration table to quantize by; empty for dynamic ranges
 * @param cuda whether the session runs on the GPU
 * @param reason why, for the log
 */
public record PrecisionDecision(
        Precision precision,
        Path file,
        boolean quantize,
        Optional<Path> table,
        boolean cuda,
        String reason) {}
