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
package io.github.djlint8.engine;

import ai.djl.ndarray.NDArray;

/** Reads the numbers of arrays of any engine. */
final class ArrayImport {

    private ArrayImport() {}

    /** Returns the tensor of an array of this engine, and a copy of any other. */
    static DenseTensor tensorOf(NDArray array) {
        return array instanceof Int8NDArray own ? own.tensor() : copyOf(array);
    }

    /** Returns a copy of an array of another engine. */
    static DenseTensor copyOf(NDArray array) {
        ElementType type = ElementType.of(array.getDataType());
        return BufferImport.copy(array.toByteBuffer(true), type, array.getShape().getShape());
    }
}
