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
package io.github.djlint8.cli.compare;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.inspect.ModelInspector;
import io.github.djlint8.onnx.inspect.ModelSummary.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * Inputs of a model made up from the signature of its graph, so that it can be timed without data.
 *
 * <p>Token ids are inside the vocabulary, masks are ones, positions count up, other whole numbers
 * are zeros, and floats follow the normal distribution; always the same ones. Immutable and safe
 * for use by many threads.
 */
public final class SyntheticInputs {

    private static final long SEED = 1;

    /** Below the size of every vocabulary of words. */
    private static final long USUAL_BOUND = 1000;

    private final List<Input> inputs;

    private SyntheticInputs(List<Input> inputs) {
        this.inputs = List.copyOf(inputs);
    }

    /**
     * An input of a graph.
     *
     * @param name its name
     * @param type its element type
     * @param dims its dimensions, numbers or names
     * @param bound one more than the largest index it may hold; 0 if it holds no indices
     */
    private record Input(String name, DataType type, List<String> dims, long bound) {}

    /**
     * Reads the signature of a model.
     *
     * @param model the model
     * @return what makes its inputs
     * @throws MalformedModelException if an input is no tensor of numbers
     */
    public static SyntheticInputs of(OnnxModel model) throws MalformedModelException {
        Graph graph = model.graph();
        List<Input> inputs = new ArrayList<>();
        for (Port port : ModelInspector.inspect(model).inputs()) {
            inputs.add(new Input(port.name(), type(port), port.shape(), bound(graph, port.name())));
        }
        return new SyntheticInputs(inputs);
    }

    /**
     * Makes the shapes of the inputs.
     *
     * @param batch what an unknown first dimension is
     * @param tokens what every other unknown dimension is
     * @return the shapes, in the order of the inputs
     */
    public List<Shape> shapes(long batch, long tokens) {
        List<Shape> shapes = new ArrayList<>();
        for (Input input : inputs) {
            long[] dims = new long[input.dims().size()];
            for (int i = 0; i < dims.length; i++) {
                String dim = input.dims().get(i);
                long unknown = i == 0 ? batch : tokens;
                dims[i] = dim.matches("[0-9]+") ? Long.parseLong(dim) : unknown;
            }
            shapes.add(new Shape(dims));
        }
        return shapes;
    }

    /**
     * Makes the inputs.
     *
     * @param manager the manager of the arrays
     * @param shapes their shapes, in the order of the inputs
     * @return the inputs; the caller closes them
     * @throws IllegalArgumentException if there are not as many shapes as inputs
     */
    public NDList make(NDManager manager, List<Shape> shapes) {
        if (shapes.size() != inputs.size()) {
            throw new IllegalArgumentException(
                    "Expected a shape for each of "
                            + inputs.stream().map(Input::name).toList()
                            + ", found "
                            + shapes.size()
                            + " shapes");
        }
        NDList list = new NDList();
        for (int i = 0; i < inputs.size(); i++) {
            NDArray array = array(manager, inputs.get(i), shapes.get(i));
            array.setName(inputs.get(i).name());
            list.add(array);
        }
        return list;
    }

    /**
     * Describes the inputs.
     *
     * @param shapes their shapes, in the order of the inputs
     * @return such as {@code input_ids int64 (1, 16)}, with commas between
     */
    public String describe(List<Shape> shapes) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            String type = inputs.get(i).type().toString().toLowerCase(Locale.ROOT);
            texts.add(inputs.get(i).name() + ' ' + type + ' ' + shapes.get(i));
        }
        return String.join(", ", texts);
    }

    private static NDArray array(NDManager manager, Input input, Shape shape) {
        Random random = new Random(SEED);
        int size = Math.toIntExact(shape.size());
        if (input.type().isFloating()) {
            float[] values = new float[size];
            for (int i = 0; i < size; i++) {
                values[i] = (float) random.nextGaussian();
            }
            return typed(manager.create(values, shape), input.type());
        }
        long row = shape.dimension() == 0 ? 1 : Math.max(shape.get(shape.dimension() - 1), 1);
        long[] values = new long[size];
        for (int i = 0; i < size; i++) {
            values[i] = value(input, i % row, random);
        }
        return typed(manager.create(values, shape), input.type());
    }

    private static long value(Input input, long position, Random random) {
        String name = input.name().toLowerCase(Locale.ROOT);
        if (name.contains("mask")) {
            return 1;
        }
        if (name.contains("type") || name.contains("segment") || input.bound() < 2) {
            return 0;
        }
        long largest = input.bound() - 1;
        return name.contains("position")
                ? Math.min(position, largest)
                : 1 + (long) (random.nextDouble() * largest);
    }

    private static NDArray typed(NDArray array, DataType type) {
        if (array.getDataType() == type) {
            return array;
        }
        try (array) {
            return array.toType(type, true);
        }
    }

    /** Returns the size of the table that an input looks up, 0 if it looks up none. */
    private static long bound(Graph graph, String input) throws MalformedModelException {
        for (Node node : graph.consumers(input)) {
            if (node.opType().equals("Gather") && node.input(1).equals(input)) {
                Optional<Tensor> table = graph.constant(node.input(0));
                if (table.isPresent()) {
                    return table.get().dim(Math.toIntExact(node.attribute("axis", 0)));
                }
            }
        }
        return input.equals("input_ids") ? USUAL_BOUND : 0;
    }

    private static DataType type(Port port) throws MalformedModelException {
        return switch (port.type().toUpperCase(Locale.ROOT)) {
            case "FLOAT" -> DataType.FLOAT32;
            case "DOUBLE" -> DataType.FLOAT64;
            case "INT64" -> DataType.INT64;
            case "INT32" -> DataType.INT32;
            case "INT8" -> DataType.INT8;
            case "UINT8" -> DataType.UINT8;
            case "BOOL" -> DataType.BOOLEAN;
            default ->
                    throw new MalformedModelException(
                            "Input "
                                    + port.name()
                                    + " has the type "
                                    + port.type()
                                    + "; inputs can be made up of FLOAT, DOUBLE, INT64, INT32,"
                                    + " INT8, UINT8 and BOOL");
        };
    }
}
