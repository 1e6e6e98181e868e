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
package io.github.djlint8.calibration;

import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import io.github.djlint8.onnx.ModelHash;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.quantize.DynamicQuantizer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a float model over samples and gathers the statistics of its activations.
 *
 * <p>The activations are those that products with constant weights read; they become outputs of a
 * copy of the model that any DJL engine may run. Samples go through in batches of equal shapes. The
 * statistics are the same bit for bit whatever the batches, the order of the data, the layer groups
 * and the times that the run was stopped, as long as the engine's rows do not depend on their
 * neighbours. A calibrator does one run at a time; {@link #stop()} may come from any thread.
 */
public final class Calibrator {

    private static final Logger logger = LoggerFactory.getLogger(Calibrator.class);
    private static final int FEW_SAMPLES = 100;

    private final CalibrationConfig config;
    private volatile boolean stopped;

    /**
     * Creates a calibrator.
     *
     * @param config what to observe and how
     */
    public Calibrator(CalibrationConfig config) {
        this.config = config;
    }

    /**
     * Ends the run at work after its current batches, with a checkpoint if one is configured; its
     * caller gets a {@link CancellationException}.
     */
    public void stop() {
        stopped = true;
    }

    /**
     * Observes the activations over all samples.
     *
     * @param dataset the samples
     * @return the statistics
     * @throws IOException if a file cannot be read or written, or a checkpoint is damaged
     * @throws ModelException if the model is malformed or the engine cannot load it
     * @throws TranslateException if a sample cannot be made or the model fails on it
     * @throws IllegalArgumentException if there are no samples or no products, the model is
     *     quantized already, an activation is NaN or infinite or was never seen, or a checkpoint
     *     belongs to another run
     * @throws CancellationException if the run was stopped
     */
    public CalibrationResult calibrate(CalibrationDataset dataset)
            throws IOException, ModelException, TranslateException {
        stopped = false;
        OnnxModel model = OnnxModel.open(config.model());
        if (DynamicQuantizer.isQuantized(model)) {
            throw new IllegalArgumentException(
                    "Model " + config.model() + " is quantized already: calibrate the float model");
        }
        List<CalibrationTarget> targets = CalibrationTargets.find(model.graph(), config.skip());
        SamplePlan plan = SamplePlan.of(dataset);
        if (plan.samples() < FEW_SAMPLES) {
            logger.warn(
                    "Calibrating with {} samples; fewer than {} seldom show the real ranges",
                    plan.samples(),
                    FEW_SAMPLES);
        }
        String modelHash = ModelHash.of(config.model());
        Optional<Checkpoint> checkpoint = checkpoint(modelHash, plan, targets);
        CalibrationRun run =
                new CalibrationRun(config, model, targets, plan, checkpoint, () -> stopped);
        return new CalibrationResult(
                modelHash, plan.dataHash(), plan.samples(), run.observe(dataset));
    }

    private Optional<Checkpoint> checkpoint(
            String modelHash, SamplePlan plan, List<CalibrationTarget> targets) {
        Map<String, String> identity =
                Map.of(
                        "model",
                        modelHash,
                        "data",
                        plan.dataHash(),
                        "configuration",
                        config.canonical() + " layerGroups=" + config.layerGroups());
        List<String> tensors = targets.stream().map(CalibrationTarget::tensor).toList();
        return config.checkpoint().map(file -> new Checkpoint(file, identity, tensors));
    }
}
