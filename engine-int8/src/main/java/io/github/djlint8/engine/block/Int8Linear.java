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
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import io.github.djlint8.api.QuantizationParameters;
import io.github.djlint8.api.QuantizedType;
import io.github.djlint8.engine.Int8NDManager;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.quantize.QuantizedWeights;
import io.github.djlint8.onnx.quantize.SingleLayer;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A linear layer with INT8 weights and one scale and zero point for its activation, known before.
 *
 * <p>Parameters: {@code weight} (INT8, [inputs, outputs]), {@code weight_scale}, {@code
 * weight_zero_point} if weights are asymmetric, {@code bias} if there is one, {@code input_scale}
 * and {@code input_zero_point} (UINT8). The result is that of a model quantized by {@code
 * StaticQuantizer}, to the bit. Threads may share it; {@link #close()} may be called twice.
 */
public final class Int8Linear extends AbstractInt8Linear {

    private static final String INPUT_SCALE = "input_scale";
    private static final String INPUT_ZERO_POINT = "input_zero_point";

    /** Creates a layer without parameters, for a file to be loaded into. */
    public Int8Linear() {}

    /**
     * Creates a layer.
     *
     * @param manager a manager of engine Int8; owns the parameters and the session
     * @param weights the weights, one output channel in each column
     * @param inputs the number of input channels
     * @param bias one value for each output channel; empty for none
     * @param activation scale and zero point of the activation, of the type UINT8
     * @return the layer
     * @throws MalformedModelException if the parameters do not fit each other
     * @throws IllegalArgumentException if the activation is not UINT8 with one scale
     */
    public static Int8Linear of(
            NDManager manager,
            QuantizedWeights weights,
            int inputs,
            float[] bias,
            QuantizationParameters activation)
            throws MalformedModelException {
        if (activation.type() != QuantizedType.UINT8 || activation.size() != 1) {
            throw new IllegalArgumentException(
                    "The activation of Int8Linear is UINT8 with one scale, found " + activation);
        }
        Int8Linear layer = new Int8Linear();
        Int8NDManager owner = int8Manager(manager, layer.name());
        layer.set(owner, weights, inputs, bias);
        layer.addActivation();
        byte[] zeroPoint = {(byte) activation.zeroPoint(0)};
        layer.put(owner, INPUT_SCALE, activation.scales());
        layer.put(owner, INPUT_ZERO_POINT, ByteBuffer.wrap(zeroPoint), DataType.UINT8, 1);
        layer.checkParameters();
        return layer;
    }

    private void addActivation() {
        add(INPUT_SCALE, Parameter.Type.OTHER, null);
        add(INPUT_ZERO_POINT, Parameter.Type.OTHER, null);
    }

    /**
     * Returns scale and zero point of the activation.
     *
     * @return the parameters
     * @throws IllegalStateException if the layer has no parameters
     */
    public QuantizationParameters activation() {
        requireParameters();
        return QuantizationParameters.perTensor(
                QuantizedType.UINT8,
                values(INPUT_SCALE).getFloat(0),
                Byte.toUnsignedInt(values(INPUT_ZERO_POINT).toByteArray()[0]));
    }

    /** {@inheritDoc} */
    @Override
    OnnxModel graph(QuantizedWeights weights, int inputs, float[] bias)
            throws MalformedModelException {
        return SingleLayer.linear(weights, inputs, bias, activation());
    }

    /** {@inheritDoc} */
    @Override
    void loadFormat(DataInputStream is) throws IOException {
        super.loadFormat(is);
        addActivation();
    }

    /** {@inheritDoc} */
    @Override
    void checkParameters() throws MalformedModelException {
        super.checkParameters();
        check(INPUT_SCALE, DataType.FLOAT32, 1);
        check(INPUT_ZERO_POINT, DataType.UINT8, 1);
    }
}
