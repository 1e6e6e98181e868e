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
package io.github.djlint8.training.quantize;

import ai.djl.ndarray.NDArray;

/** Steps that gradients pass as if they were not there. Stateless. */
final class StraightThrough {

    private StraightThrough() {}

    /** Rounds half to even; the gradient is that of the value itself. */
    static NDArray round(NDArray value) {
        return value.stopGradient().round().add(gradient(value));
    }

    /** Returns zeros with the gradient of a value. */
    static NDArray gradient(NDArray value) {
        return value.sub(value.stopGradient());
    }
}
