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
package io.github.djlint8.engine.block;

import ai.djl.MalformedModelException;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.djlint8.engine.Int8Engine;
import io.github.djlint8.engine.Int8NDManager;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.Buffer;
import java.util.Arrays;
import java.util.List;

/**
 * A Block whose parameters are INT8 weights with their scales, for inference only.
 *
 * <p>A new one is empty: it gets its parameters from {@link BlockQuantizer} or from a file. The
 * manager given there owns them. Threads may share a Block that has its parameters.
 */
abstract class AbstractInt8Block extends AbstractBlock implements AutoCloseable {

    private static final byte FORMAT = 1;

    AbstractInt8Block(String input) {
        super(FORMAT);
        inputNames = List.of(input);
    }

    /** Adds the parameters that a file is about to give; what it wrote in {@link #saveFormat}. */
    abstract void loadFormat(DataInputStream is) throws IOException;

    /** Writes what tells which parameters there are. */
    abstract void saveFormat(DataOutputStream os) throws IOException;

    /** Checks that the parameters fit each other. */
    abstract void checkParameters() throws MalformedModelException;

    /** Computes the result. */
    abstract NDArray compute(NDArray input, Int8NDManager maker);

    /** {@inheritDoc} */
    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        if (training) {
            throw new UnsupportedOperationException(
                    name()
                            + " cannot be trained: train the float Blocks, with fake quantization"
                            + " if need be, and convert them with BlockQuantizer");
        }
        requireParameters();
        NDArray input = inputs.singletonOrThrow();
        NDManager target = input.getManager();
        Int8NDManager maker = target instanceof Int8NDManager own ? own : owner();
        NDArray output = compute(input, maker);
        if (maker != target) {
            output.attach(target);
        }
        return new NDList(output);
    }

    /** {@inheritDoc} */
    @Override
    public void initialize(NDManager manager, DataType dataType, Shape... shapes) {
        requireParameters();
        getOutputShapes(shapes);
        super.initialize(manager, dataType, shapes);
    }

    /** {@inheritDoc} */
    @Override
    protected void beforeInitialize(Shape... shapes) {
        inputShapes = shapes.clone();
    }

    /** {@inheritDoc} */
    @Override
    protected void saveMetadata(DataOutputStream os) throws IOException {
        saveInputShapes(os);
        saveFormat(os);
    }

    /** {@inheritDoc} */
    @Override
    protected void loadMetadata(byte loadVersion, DataInputStream is)
            throws IOException, MalformedModelException {
        super.loadMetadata(loadVersion, is);
        loadFormat(is);
    }

    /** {@inheritDoc} */
    @Override
    public void loadParameters(NDManager manager, DataInputStream is)
            throws IOException, MalformedModelException {
        int8Manager(manager, name());
        forget();
        boolean done = false;
        try {
            byte version = is.readByte();
            loadMetadata(version, is);
            for (Parameter parameter : parameters.values()) {
                load(parameter, manager, is);
            }
            checkParameters();
            done = true;
        } finally {
            if (!done) {
                forget();
            }
        }
    }

    private void forget() {
        clear();
        parameters.clear();
        inputShapes = null;
    }

    private void load(Parameter parameter, NDManager manager, DataInputStream is)
            throws IOException, MalformedModelException {
        String problem = "Parameter " + parameter.getName() + " of " + name();
        try {
            parameter.load(manager, is);
        } catch (EOFException e) {
            throw new MalformedModelException(problem + ": the file ends inside it", e);
        } catch (MalformedModelException | IllegalArgumentException e) {
            throw new MalformedModelException(problem + ": " + e.getMessage(), e);
        }
        if (!parameter.isInitialized()) {
            throw new MalformedModelException(problem + " was saved without values");
        }
    }

    /** Frees what the Block owns; a second call does nothing. */
    @Override
    public void close() {
        clear();
    }

    final String name() {
        return getClass().getSimpleName();
    }

    /** Adds a parameter, which has its values already or gets them from a file. */
    final void add(String name, Parameter.Type type, NDArray values) {
        Parameter.Builder builder =
                Parameter.builder().setName(name).setType(type).optRequiresGrad(false);
        Parameter parameter = addParameter(builder.build());
        if (values != null) {
            parameter.setArray(values);
        }
    }

    final NDArray values(String name) {
        return parameters.get(name).getArray();
    }

    final void check(String name, DataType type, long... dims) throws MalformedModelException {
        NDArray found = parameters.get(name).isInitialized() ? values(name) : null;
        if (found == null
                || found.getDataType() != type
                || !Arrays.equals(found.getShape().getShape(), dims)) {
            throw new MalformedModelException(
                    "Parameter "
                            + name
                            + " of "
                            + name()
                            + " must be "
                            + type
                            + new Shape(dims)
                            + ", found "
                            + (found == null
                                    ? "no values"
                                    : found.getDataType() + found.getShape().toString()));
        }
    }

    final void requireParameters() {
        if (!hasParameters()) {
            throw new IllegalStateException(
                    name()
                            + " has no parameters: convert a float Block with BlockQuantizer, or"
                            + " load a model of it, which is still open");
        }
    }

    private boolean hasParameters() {
        return !parameters.isEmpty()
                && parameters.values().stream().allMatch(Parameter::isInitialized);
    }

    final Int8NDManager owner() {
        NDArray any = parameters.values().iterator().next().getArray();
        return int8Manager(any.getManager(), name());
    }

    static Int8NDManager int8Manager(NDManager manager, String who) {
        if (manager instanceof Int8NDManager own) {
            return own;
        }
        throw new EngineException(
                who
                        + " needs a manager of engine "
                        + Int8Engine.ENGINE_NAME
                        + ", found "
                        + manager.getEngine().getEngineName()
                        + ": use Model.newInstance(name, \"Int8\").getNDManager()");
    }

    /** Returns an array of a manager; freed by it. */
    static NDArray array(Int8NDManager manager, Buffer values, DataType type, long... dims) {
        return manager.create(values, new Shape(dims), type);
    }
}
