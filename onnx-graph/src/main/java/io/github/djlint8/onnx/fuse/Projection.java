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
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.Tensor;
import java.util.Optional;

/**
 * A projection whose bias, if it has one, can move into a fused operator.
 *
 * @param product the tensor before the bias
 * @param sum the tensor after the bias
 * @param bias the bias; null if there is none
 */
record Projection(Operand product, String sum, float[] bias) {

    /** Splits off a constant bias vector. */
    static Projection of(Operand tensor) throws MalformedModelException {
        Optional<Operand.ConstantPair> sum = tensor.withConstant("Add");
        if (sum.isPresent()) {
            Optional<float[]> bias = sum.get().constant().vector();
            if (bias.isPresent()) {
                return new Projection(sum.get().variable(), tensor.name(), bias.get());
            }
        }
        return new Projection(tensor, tensor.name(), null);
    }

    /** Returns the number of outputs, or 0 if it is unknown. */
    long width() throws MalformedModelException {
        if (bias != null) {
            return bias.length;
        }
        Optional<Tensor> weights = weights();
        return weights.isPresent() ? weights.get().dim(1) : 0;
    }

    /** Returns the matrix that the projection multiplies by, if it is known. */
    Optional<Tensor> weights() throws MalformedModelException {
        Optional<Node> matMul = product.madeBy("MatMul");
        return matMul.isEmpty()
                ? Optional.empty()
                : product.graph().constant(matMul.get().input(1)).filter(t -> t.rank() == 2);
    }

    /** Returns what the projection multiplies, if it is a product. */
    Optional<String> source() {
        return product.madeBy("MatMul").map(n -> n.input(0));
    }
}
