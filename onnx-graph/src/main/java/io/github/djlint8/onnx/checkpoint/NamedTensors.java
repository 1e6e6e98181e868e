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
package io.github.djlint8.onnx.checkpoint;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.Tensor;
import java.util.Optional;

/**
 * Weights that are looked up by the names of a Hugging Face checkpoint.
 *
 * <p>A linear layer X has {@code X.weight} [out, in] and {@code X.bias}, whatever order the source
 * keeps them in. Implementations say whether many threads may share them.
 */
public interface NamedTensors {

    /**
     * Returns where the weights come from, for errors.
     *
     * @return a file or a short description
     */
    String source();

    /**
     * Finds a tensor.
     *
     * @param name its name
     * @return the tensor, if there is one of the name
     * @throws MalformedModelException if the source is damaged at this tensor
     */
    Optional<Tensor> find(String name) throws MalformedModelException;

    /**
     * Returns a tensor that must be there.
     *
     * @param name its name
     * @return the tensor
     * @throws MalformedModelException if there is no such tensor or it is damaged
     */
    default Tensor tensor(String name) throws MalformedModelException {
        return find(name)
                .orElseThrow(
                        () -> new MalformedModelException(source() + " has no tensor " + name));
    }

    /**
     * Returns the matrix of a linear layer in the order in which graphs multiply.
     *
     * @param layer the name of the layer
     * @return the matrix, [in, out]
     * @throws MalformedModelException if there is no such matrix or it is damaged
     */
    default Tensor linear(String layer) throws MalformedModelException {
        Tensor weight = tensor(layer + ".weight");
        if (weight.rank() != 2 || !weight.type().isFloat()) {
            throw new MalformedModelException(
                    source() + " has " + weight + ", expected a matrix of floats");
        }
        return weight.transposed();
    }
}
