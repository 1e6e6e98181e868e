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
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.github.djlint8.engine.Int8NDManager;
import io.github.djlint8.engine.LayerSession;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.quantize.QuantizedWeights;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A linear layer whose weights are INT8, computed by ONNX Runtime.
 *
 * <p>Its session is opened at the first call, is owned by the manager of the parameters, and is
 * closed with that manager or by {@link #clear()}, whichever comes first.
 */
abstract class AbstractInt8Linear extends AbstractInt8Block {

    private static final String WEIGHT = "weight";
    private static final String SCALE = "weight_scale";
    private static final String ZERO_POINT = "weight_zero_point";
    private static final String BIAS = "bias";

    private LayerSession session;
    private String sessionId;

    AbstractInt8Linear() {
        super("linearInput");
    }

    /** Gives the layer its parameters, once; the manager owns them. */
    final void set(Int8NDManager manager, QuantizedWeights weights, int inputs, float[] bias)
            throws MalformedModelException {
        int outputs = weights.values().length / inputs;
        boolean bytes = weights.zeroPoints().length > 0;
        addParameters(bias.length > 0, bytes);
        put(manager, WEIGHT, ByteBuffer.wrap(weights.values()), DataType.INT8, inputs, outputs);
        put(manager, SCALE, weights.scales());
        if (bytes) {
            byte[] zeros = weights.zeroPoints();
            put(manager, ZERO_POINT, ByteBuffer.wrap(zeros), DataType.INT8, zeros.length);
        }
        if (bias.length > 0) {
            put(manager, BIAS, bias);
        }
        inputShapes = new Shape[] {new Shape(-1, inputs)};
    }

    final void put(Int8NDManager manager, String name, float[] values) {
        put(manager, name, FloatBuffer.wrap(values), DataType.FLOAT32, values.length);
    }

    final void put(Int8NDManager manager, String name, Buffer values, DataType type, long... dims) {
        parameters.get(name).setArray(array(manager, values, type, dims));
    }

    private void addParameters(boolean bias, boolean zeroPoints) {
        add(WEIGHT, Parameter.Type.WEIGHT, null);
        add(SCALE, Parameter.Type.OTHER, null);
        if (zeroPoints) {
            add(ZERO_POINT, Parameter.Type.OTHER, null);
        }
        if (bias) {
            add(BIAS, Parameter.Type.BIAS, null);
        }
    }

    /** Returns the graph of the layer. */
    abstract OnnxModel graph(QuantizedWeights weights, int inputs, float[] bias)
            throws MalformedModelException;

    /** Returns the number of input channels. */
    final int inputs() {
        return Math.toIntExact(values(WEIGHT).getShape().get(0));
    }

    /** Returns the number of output channels. */
    final int outputs() {
        return Math.toIntExact(values(WEIGHT).getShape().get(1));
    }

    /** {@inheritDoc} */
    @Override
    final NDArray compute(NDArray input, Int8NDManager maker) {
        if (input.getDataType() != DataType.FLOAT32) {
            throw new IllegalArgumentException(
                    name() + " reads FLOAT32, found " + input.getDataType() + input.getShape());
        }
        getOutputShapes(new Shape[] {input.getShape()});
        return session().run(input, maker, outputs());
    }

    /** {@inheritDoc} */
    @Override
    public final Shape[] getOutputShapes(Shape[] shapes) {
        requireParameters();
        Shape shape = shapes.length == 1 ? shapes[0] : new Shape();
        int last = shape.dimension() - 1;
        if (last < 0 || shape.get(last) != inputs()) {
            throw new IllegalArgumentException(
                    name()
                            + " reads one array whose last axis is "
                            + inputs()
                            + ", found "
                            + Arrays.toString(shapes));
        }
        return new Shape[] {shape.slice(0, last).add(outputs())};
    }

    private synchronized LayerSession session() {
        requireParameters();
        if (session == null) {
            try {
                session = LayerSession.open(graph(weights(), inputs(), bias()));
            } catch (MalformedModelException e) {
                throw new IllegalStateException(name() + ": " + e.getMessage(), e);
            }
            sessionId = NDManager.nextUid();
            owner().attachInternal(sessionId, session);
        }
        return session;
    }

    private QuantizedWeights weights() {
        boolean zeros = parameters.containsKey(ZERO_POINT);
        return new QuantizedWeights(
                values(WEIGHT).toByteArray(),
                values(SCALE).toFloatArray(),
                zeros ? values(ZERO_POINT).toByteArray() : new byte[0],
                Double.NaN);
    }

    private float[] bias() {
        return parameters.containsKey(BIAS) ? values(BIAS).toFloatArray() : new float[0];
    }

    /** {@inheritDoc} */
    @Override
    void saveFormat(DataOutputStream os) throws IOException {
        os.writeBoolean(parameters.containsKey(BIAS));
        os.writeBoolean(parameters.containsKey(ZERO_POINT));
    }

    /** {@inheritDoc} */
    @Override
    void loadFormat(DataInputStream is) throws IOException {
        boolean bias = is.readBoolean();
        addParameters(bias, is.readBoolean());
    }

    /** {@inheritDoc} */
    @Override
    void checkParameters() throws MalformedModelException {
        NDArray weight = values(WEIGHT);
        Shape shape = weight.getShape();
        long inputs = shape.dimension() == 2 ? shape.get(0) : -1;
        long outputs = shape.dimension() == 2 ? shape.get(1) : -1;
        check(WEIGHT, DataType.INT8, inputs, outputs);
        long scales = values(SCALE).getShape().size() == 1 ? 1 : outputs;
        check(SCALE, DataType.FLOAT32, scales);
        if (parameters.containsKey(ZERO_POINT)) {
            check(ZERO_POINT, DataType.INT8, scales);
        }
        if (parameters.containsKey(BIAS)) {
            check(BIAS, DataType.FLOAT32, outputs);
        }
    }

    /** {@inheritDoc} */
    @Override
    public synchronized void clear() {
        if (session != null) {
            session.close();
            owner().detachInternal(sessionId);
            session = null;
        }
        super.clear();
    }
}
