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
package io.github.djlint8.onnx.synthetic;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.checkpoint.NamedTensors;
import java.util.Arrays;

/** Weights of a checkpoint, without a copy where it keeps them as graphs do. */
record CheckpointWeights(NamedTensors checkpoint) implements WeightSource {

    /** {@inheritDoc} */
    @Override
    public Tensor bias(String name, long size) throws MalformedModelException {
        return checked(checkpoint.tensor(name), size);
    }

    /** {@inheritDoc} */
    @Override
    public Tensor gain(String name, long size) throws MalformedModelException {
        return checked(checkpoint.tensor(name), size);
    }

    /** {@inheritDoc} */
    @Override
    public Tensor table(String name, long rows, long width) throws MalformedModelException {
        return checked(checkpoint.tensor(name), rows, width);
    }

    /** {@inheritDoc} */
    @Override
    public Tensor matrix(String layer, String stored, long in, long out)
            throws MalformedModelException {
        return checked(checkpoint.linear(layer), in, out).withName(stored);
    }

    private Tensor checked(Tensor tensor, long... dims) throws MalformedModelException {
        if (tensor.type() != ElementType.FLOAT || !Arrays.equals(tensor.dims(), dims)) {
            throw new MalformedModelException(
                    checkpoint.source()
                            + " has "
                            + tensor
                            + ", expected "
                            + ElementType.FLOAT
                            + Arrays.toString(dims));
        }
        return tensor;
    }
}
