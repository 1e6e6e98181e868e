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
package io.github.djlint8.training.bert;

import ai.djl.ndarray.NDArray;

/**
 * Constants that gradients flow through. Stateless.
 *
 * <p>DJL's operators that take a number make an array of it and close that array at once. The
 * backward pass reads the number again, from memory that may be reused by then. These arrays live
 * as long as the manager of the other operand.
 */
public final class Scalar {

    private Scalar() {}

    /**
     * Makes an array of a number.
     *
     * @param operand the other operand
     * @param value the number
     * @return the number, owned by the manager of the operand
     */
    public static NDArray beside(NDArray operand, float value) {
        return operand.getManager().create(value);
    }
}
