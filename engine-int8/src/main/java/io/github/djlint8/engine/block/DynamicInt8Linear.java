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
import io.github.djlint8.api.ActivationScheme;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.quantize.QuantizedWeights;
import io.github.djlint8.onnx.quantize.SingleLayer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A linear layer with INT8 weights, whose activations get their scales while it runs: one for each
 * token, or one for the whole array.
 *
 * <p>Parameters: {@code weight} (INT8, [inputs, outputs]), {@code weight_scale}, {@code bias} if
 * there is one. The result is that of a model quantized by {@code DynamicQuantizer}, to the bit.
 * Threads may share it; {@link #close()} may be called twice.
 */
public final class DynamicInt8Linear extends AbstractInt8Linear {

    private ActivationScheme scheme = ActivationScheme.TOKEN;

    /** Creates a layer without parameters, for a file to be loaded into. */
    public DynamicInt8Linear() {}

    /**
     * Creates a layer.
     *
     * @param manager a manager of engine Int8; owns the parameters and the session
     * @param weights the weights, one output channel in each column
     * @param inputs the number of input channels
     * @param bias one value for each output channel; empty for none
     * @param scheme which activations share a scale
     * @return the layer
     * @throws MalformedModelException if the parameters do not fit each other
     */
    public static DynamicInt8Linear of(
            NDManager manager,
            QuantizedWeights weights,
            int inputs,
            float[] bias,
            ActivationScheme scheme)
            throws MalformedModelException {
        DynamicInt8Linear layer = new DynamicInt8Linear();
        layer.scheme = scheme;
        layer.set(int8Manager(manager, layer.name()), weights, inputs, bias);
        layer.checkParameters();
        return layer;
    }

    /**
     * Returns which activations share a scale.
     *
     * @return the scheme
     */
    public ActivationScheme activations() {
        return scheme;
    }

    /** {@inheritDoc} */
    @Override
    OnnxModel graph(QuantizedWeights weights, int inputs, float[] bias)
            throws MalformedModelException {
        return SingleLayer.linear(weights, inputs, bias, scheme);
    }

    /** {@inheritDoc} */
    @Override
    void saveFormat(DataOutputStream os) throws IOException {
        super.saveFormat(os);
        os.writeUTF(scheme.option());
    }

    /** {@inheritDoc} */
    @Override
    void loadFormat(DataInputStream is) throws IOException {
        super.loadFormat(is);
        String found = is.readUTF();
        for (ActivationScheme known : ActivationScheme.values()) {
            if (known.option().equals(found)) {
                scheme = known;
                return;
            }
        }
        throw new IOException(name() + " does not know the activations " + found);
    }
}
