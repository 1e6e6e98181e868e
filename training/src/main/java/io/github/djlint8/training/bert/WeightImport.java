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

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.checkpoint.NamedTensors;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Lets a Block start from published weights instead of random ones.
 *
 * <p>Stateless; the Block must not be used by another thread meanwhile.
 */
public final class WeightImport {

    private static final String PREFIX = "bert.";

    private WeightImport() {}

    /**
     * Makes weights the initial values of the parameters of their names, with or without the prefix
     * {@code bert.}. Takes effect when the Block is initialized.
     *
     * <p>A classifier or a low-rank adapter that the weights lack starts from its own initializer;
     * so does a classifier for another number of labels. All else must be there.
     *
     * @param block the Block, not initialized yet
     * @param weights the weights
     * @throws MalformedModelException if a weight is missing or of another shape
     */
    public static void into(Block block, NamedTensors weights) throws MalformedModelException {
        for (Parameter parameter : block.getParameters().values()) {
            Optional<Tensor> found = find(weights, parameter.getName());
            boolean fits = found.isPresent() && fits(found.get(), parameter);
            if (fits) {
                parameter.setInitializer(new Imported(weights, parameter.getName()));
            } else if (!isAdded(parameter.getName())) {
                throw new MalformedModelException(
                        weights.source()
                                + " has "
                                + found.map(Tensor::toString).orElse("no weight")
                                + ", expected "
                                + parameter.getName()
                                + " "
                                + parameter.getShape());
            }
        }
    }

    /**
     * Finds the weight of a parameter.
     *
     * @param weights the weights
     * @param name the name of the parameter
     * @return the weight of the name, with or without the prefix {@code bert.}
     * @throws MalformedModelException if the source is damaged at this weight
     */
    public static Optional<Tensor> find(NamedTensors weights, String name)
            throws MalformedModelException {
        Optional<Tensor> plain = weights.find(name);
        return plain.isPresent() ? plain : weights.find(PREFIX + name);
    }

    private static boolean fits(Tensor tensor, Parameter parameter) {
        return tensor.type().isFloat()
                && Arrays.equals(tensor.dims(), parameter.getShape().getShape());
    }

    /** Tells whether fine-tuning adds this parameter to an encoder. */
    private static boolean isAdded(String name) {
        return name.startsWith(TokenClassifier.CLASSIFIER + ".")
                || name.endsWith(LowRankAdapter.A)
                || name.endsWith(LowRankAdapter.B);
    }

    /** Reads its weight when it is asked for: Blocks keep their initializers. */
    private record Imported(NamedTensors weights, String name) implements Initializer {

        /** {@inheritDoc} */
        @Override
        public NDArray initialize(NDManager manager, Shape shape, DataType dataType) {
            try {
                float[] values = find(weights, name).orElseThrow().toFloats();
                return manager.create(FloatBuffer.wrap(values), shape, DataType.FLOAT32);
            } catch (MalformedModelException e) {
                throw new IllegalStateException(
                        weights.source() + " has changed since " + name + " was found in it", e);
            }
        }
    }
}
