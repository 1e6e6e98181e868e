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
package io.github.djlint8.onnx.quantize;

import ai.djl.MalformedModelException;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.CalibrationTableFormat;
import io.github.djlint8.api.Digests;
import io.github.djlint8.api.QuantizationFormat;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.pass.FoldBatchNormalization;
import io.github.djlint8.onnx.pass.RaiseOpset;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Static quantization: int8 weights, and activations whose scales come from a calibration table.
 *
 * <p>Activations for which the table says so have one scale a token, computed while the model runs;
 * neither kind lets a result depend on its neighbours in a batch. Stateless and safe for use by
 * many threads.
 */
public final class StaticQuantizer {

    private static final int FIRST_QUANTIZE_LINEAR = 10;

    private StaticQuantizer() {}

    /**
     * Quantizes a float model.
     *
     * @param model the model, left as it is
     * @param table the result of calibrating this model
     * @param config what to do
     * @return the quantized model and the report
     * @throws MalformedModelException if the model contradicts itself, a weight is NaN or infinite,
     *     or its operator set is too old
     * @throws IllegalArgumentException if the model is already quantized, the table lacks an
     *     activation, or a name or glob to skip matches nothing
     */
    public static QuantizationResult quantize(
            OnnxModel model, CalibrationTable table, StaticConfig config)
            throws MalformedModelException {
        return quantize(model, table, config, (SmoothingEvaluator) null);
    }

    /**
     * Quantizes a float model with an evaluator of its own for the strength of smoothing.
     *
     * @param model the model, left as it is
     * @param table the result of calibrating this model
     * @param config what to do
     * @param evaluator compares strengths of smoothing; null for an estimate from the table
     * @return the quantized model and the report
     * @throws MalformedModelException if the model contradicts itself, a weight is NaN or infinite,
     *     or its operator set is too old
     * @throws IllegalArgumentException if the model is already quantized, the table lacks an
     *     activation, or a name or glob to skip matches nothing
     */
    public static QuantizationResult quantize(
            OnnxModel model,
            CalibrationTable table,
            StaticConfig config,
            SmoothingEvaluator evaluator)
            throws MalformedModelException {
        QuantizationJob job = new QuantizationJob(config, Set.of("Conv"));
        ActivationTable tensors = new ActivationTable(table, config);
        ActivationQuantizer.Factory activations =
                (graph, opset) ->
                        new CalibratedActivations(
                                graph,
                                opset,
                                tensors,
                                config.activationSymmetry(),
                                config.format());
        if (config.format() == QuantizationFormat.QDQ) {
            requireStandard(model);
            if (config.perChannel()) {
                job.then(new RaiseOpset());
            }
        }
        job.then(new SmoothActivations(config, tensors, evaluator, job.log()));
        if (config.biasCorrection()) {
            job.then(new CorrectBiases(config, tensors, job.weights()));
        }
        job.then(new FoldBatchNormalization());
        job.then(new QuantizeConvolutions(config, tensors, job.log()));
        return job.then(new QuantizeProducts(config, activations, job.weights(), job.log()))
                .run(model, provenance(table));
    }

    /**
     * Quantizes a float model after a check that the table was made for it.
     *
     * @param model the model, left as it is
     * @param modelHash the SHA-256 of the model's file, in hexadecimal
     * @param table the result of calibrating this model
     * @param config what to do
     * @return the quantized model and the report
     * @throws MalformedModelException if the model contradicts itself, a weight is NaN or infinite,
     *     or its operator set is too old
     * @throws IllegalArgumentException if the table was made for another model, or as without the
     *     check
     */
    public static QuantizationResult quantize(
            OnnxModel model, String modelHash, CalibrationTable table, StaticConfig config)
            throws MalformedModelException {
        if (!table.modelHash().equals(modelHash)) {
            throw new IllegalArgumentException(
                    "The calibration table was made for the model with the SHA-256 "
                            + table.modelHash()
                            + ", not for "
                            + model.source().map(f -> f + " with ").orElse("")
                            + modelHash
                            + "; calibrate this model");
        }
        return quantize(model, table, config);
    }

    private static void requireStandard(OnnxModel model) {
        if (model.opset("") < FIRST_QUANTIZE_LINEAR) {
            throw new IllegalArgumentException(
                    model.source().map(f -> "ONNX model " + f).orElse("The ONNX model")
                            + " uses the operator set "
                            + model.opset("")
                            + ", but QuantizeLinear is standard from "
                            + FIRST_QUANTIZE_LINEAR
                            + " on. Choose the format fused, or export the model again");
        }
    }

    private static Map<String, String> provenance(CalibrationTable table) {
        Map<String, String> entries = new LinkedHashMap<>();
        byte[] text = CalibrationTableFormat.write(table).getBytes(StandardCharsets.UTF_8);
        entries.put("mode", "static");
        entries.put("tableSha256", Digests.of(ByteBuffer.wrap(text)));
        entries.put("sourceSha256", table.modelHash());
        entries.put("dataSha256", table.dataHash());
        entries.put("samples", String.valueOf(table.samples()));
        return entries;
    }
}
