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
package io.github.djlint8.onnx.fuse;

import ai.djl.MalformedModelException;
import java.util.Optional;

/**
 * A projection whose bias, if it has one, can move into a fused operator.
 *
 * @param product the tensor before the bias
 * @param sum the tensor after the bias
 * @param bias the bias; null if there is none
 */
record Projection(String product, String sum, float[] bias) {

    /** Splits off a constant bias vector. */
    static Projection of(Operand tensor) throws MalformedModelException {
        Optional<Operand.ConstantPair> sum = tensor.withConstant("Add");
        if (sum.isPresent()) {
            Optional<float[]> bias = sum.get().constant().vector();
            if (bias.isPresent()) {
                return new Projection(sum.get().variable().name(), tensor.name(), bias.get());
            }
        }
        return new Projection(tensor.name(), tensor.name(), null);
    }
}
