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
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.github.djlint8.api.OptionParser;
import io.github.djlint8.engine.session.ModelSession;
import io.github.djlint8.engine.session.OrtRuntime;
import io.github.djlint8.engine.session.SessionConfig;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.quantize.SingleLayer;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The session of one layer, which it owns: float rows in, float rows out.
 *
 * <p>Threads may share it; closing waits for running calls. {@link #close()} may be called twice.
 */
public final class LayerSession implements AutoCloseable {

    private final ModelSession session;

    private LayerSession(ModelSession session) {
        this.session = session;
    }

    /**
     * Opens the session of a layer.
     *
     * @param model the graph, as {@link SingleLayer} makes it
     * @return the session
     * @throws MalformedModelException if ONNX Runtime cannot load the graph
     * @throws EngineException if the graph does not fit into a buffer
     */
    public static LayerSession open(OnnxModel model) throws MalformedModelException {
        OptionParser defaults = new OptionParser("a layer", Map.of());
        try {
            return new LayerSession(
                    ModelSession.open(
                            ModelWriter.toBuffer(model),
                            "the graph of a layer",
                            SessionConfig.parse(defaults),
                            OptionalInt.empty()));
        } catch (IOException e) {
            throw new EngineException("The layer is too large: " + e.getMessage(), e);
        }
    }

    /**
     * Runs the layer.
     *
     * @param input float values whose last axis the layer reads; of any engine
     * @param maker owns the result
     * @param outputs the number of output channels
     * @return the result, of the shape of the input but for its last axis
     * @throws EngineException if ONNX Runtime fails
     * @throws IllegalStateException if the session is closed
     */
    public Int8NDArray run(NDArray input, Int8NDManager maker, int outputs) {
        Shape shape = input.getShape();
        int last = shape.dimension() - 1;
        long[] dims = shape.slice(0, last).add(outputs).getShape();
        DenseTensor y = DenseTensor.allocate(ElementType.FLOAT32, dims);
        long rows = y.size() / outputs;
        if (rows > 0) {
            run(ArrayImport.tensorOf(input), y, rows, shape.get(last), outputs);
        }
        return maker.newArray(y);
    }

    private void run(DenseTensor x, DenseTensor y, long rows, long inputs, long outputs) {
        OrtEnvironment environment = OrtRuntime.environment();
        try (OnnxTensor from = view(environment, x, rows, inputs);
                OnnxTensor to = view(environment, y, rows, outputs)) {
            // ONNX Runtime writes into y, so its result holds nothing else.
            session.run(Map.of(SingleLayer.INPUT, from), Set.of(), Map.of(SingleLayer.OUTPUT, to))
                    .close();
        } catch (OrtException e) {
            throw new EngineException("ONNX Runtime failed: " + e.getMessage(), e);
        }
    }

    private static OnnxTensor view(
            OrtEnvironment environment, DenseTensor tensor, long rows, long columns)
            throws OrtException {
        return OnnxTensor.createTensor(
                environment, tensor.buffer(), new long[] {rows, columns}, tensor.type().onnxType());
    }

    /** Waits for running calls, then frees the session; a second call does nothing. */
    @Override
    public void close() {
        session.close();
    }
}
