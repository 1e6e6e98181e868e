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

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes samples for {@link SmallModel}. */
final class SmallData {

    static final int ROWS = 6;

    private SmallData() {}

    /** Row r holds r - 2 in column 0, 0.5 in column 1, and zeros. */
    static Path write(Path file, NDList.Encoding encoding) throws IOException {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "Int8")) {
            float[] values = new float[ROWS * 64];
            for (int row = 0; row < ROWS; row++) {
                values[row * 64] = row - 2;
                values[row * 64 + 1] = 0.5f;
            }
            NDArray x = manager.create(values, new Shape(ROWS, 64));
            x.setName("x");
            return Files.write(file, new NDList(x).encode(encoding));
        }
    }

    /** Zeros of a width that the model does not take. */
    static Path writeTooNarrow(Path file) throws IOException {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "Int8")) {
            return Files.write(file, new NDList(manager.zeros(new Shape(2, 7))).encode());
        }
    }
}
