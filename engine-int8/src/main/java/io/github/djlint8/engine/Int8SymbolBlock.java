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

import ai.djl.MalformedModelException;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractSymbolBlock;
import ai.djl.nn.ParameterList;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.github.djlint8.engine.session.ModelSession;
import io.github.djlint8.engine.session.OrtRuntime;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A graph that runs in a session of ONNX Runtime, which it owns.
 *
 * <p>Inputs are matched by name or position; INT32 is taken where the graph wants INT64, and {@code
 * token_type_ids} may be left out. Threads may share a block: each call has its own arrays, and
 * closing waits for running calls. {@link #close()} may be called twice.
 */
public final class Int8SymbolBlock extends AbstractSymbolBlock implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(Int8SymbolBlock.class);

    private final ModelSession session;
    private final Int8NDManager manager;
    private final Signature signature;
    private final InputBinder binder;
    private final OutputShapes shapes;
    private final Map<String, String> metadata;
    private final Map<String, DataType> types;
    private volatile boolean predictShapes = true;

    /**
     * Creates a block and takes over the session.
     *
     * @param session the session
     * @param manager the manager of the model; it makes arrays for callers of other engines
     * @throws MalformedModelException if the graph has inputs that are no tensors
     */
    Int8SymbolBlock(ModelSession session, Int8NDManager manager) throws MalformedModelException {
        this.session = session;
        this.manager = manager;
        try {
            signature = Signature.of(session.session());
            metadata = Map.copyOf(session.session().getMetadata().getCustomMetadata());
        } catch (OrtException e) {
            throw new MalformedModelException(
                    "ONNX Runtime cannot describe the graph: " + e.getMessage(), e);
        }
        binder = new InputBinder(signature);
        shapes = new OutputShapes(signature);
        types = signature.types();
    }

    /** {@inheritDoc} */
    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        if (training) {
            throw new UnsupportedOperationException(
                    "An ONNX graph cannot be trained here; train the float model and quantize it");
        }
        NDManager target = inputs.isEmpty() ? manager : inputs.head().getManager();
        Int8NDManager maker = target instanceof Int8NDManager own ? own : manager;
        try (GraphCall call = new GraphCall(session, signature, maker)) {
            NDList outputs = run(call, binder.match(inputs));
            if (maker != target) {
                outputs.attach(target);
            }
            return outputs;
        } catch (OrtException e) {
            throw new EngineException("ONNX Runtime failed: " + e.getMessage(), e);
        }
    }

    private NDList run(GraphCall call, Map<String, NDArray> matched) throws OrtException {
        OrtEnvironment environment = OrtRuntime.environment();
        call.bind(binder, matched, environment);
        if (predictShapes) {
            shapes.predict(matched, (name, shape) -> call.pin(name, shape, environment));
        }
        if (!call.hasPinned()) {
            return call.run();
        }
        try {
            return call.run();
        } catch (OrtException e) {
            call.unpin();
            NDList outputs = call.run();
            predictShapes = false;
            logger.warn(
                    "The graph declares wrong dimensions for its outputs, which costs a copy of"
                            + " them: {}",
                    e.getMessage());
            return outputs;
        }
    }

    /** {@inheritDoc} */
    @Override
    public PairList<String, Shape> describeInput() {
        return Signature.describe(signature.inputs());
    }

    /** {@inheritDoc} */
    @Override
    public PairList<String, Shape> describeOutput() {
        return Signature.describe(signature.outputs());
    }

    /**
     * Returns the element types of inputs and outputs.
     *
     * @return the types by name; {@link DataType#UNKNOWN} for those without an equivalent
     */
    public Map<String, DataType> describeTypes() {
        return types;
    }

    /** {@inheritDoc} */
    @Override
    public Map<String, String> getCustomMetadata() {
        return metadata;
    }

    /** {@inheritDoc} */
    @Override
    public ParameterList getDirectParameters() {
        throw new UnsupportedOperationException(
                "An ONNX graph cannot be trained here, nor can DJL read its weights; train the float"
                        + " model and quantize it");
    }

    /** {@inheritDoc} */
    @Override
    public void close() {
        session.close();
    }
}
