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
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.ActivationScheme;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.api.QuantizationConfig;
import io.github.djlint8.api.QuantizationFormat;
import io.github.djlint8.api.SmoothQuant;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.engine.Int8NDManager;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.quantize.CalibratedLayers;
import io.github.djlint8.onnx.quantize.QuantizedWeights;
import io.github.djlint8.onnx.quantize.SingleLayer;

/**
 * Replaces the linear layers and embeddings in a tree of DJL Blocks by their INT8 forms.
 *
 * <p>{@code Linear} becomes {@link DynamicInt8Linear} or {@link Int8Linear}, {@code Embedding}
 * becomes {@link Int8Embedding}, by the rules that hold for ONNX models: layers with few outputs
 * and small tables stay float. {@code SequentialBlock} and {@code ParallelBlock} are made anew
 * around them. All other Blocks stay as they are, for their classes keep their children to
 * themselves. The float tree is left as it was. Safe for use by many threads.
 */
public final class BlockQuantizer {

    private final QuantizationConfig config;
    private final ActivationScheme scheme;
    private final CalibrationTable table;

    private BlockQuantizer(
            QuantizationConfig config, ActivationScheme scheme, CalibrationTable table) {
        this.config = config;
        this.scheme = scheme;
        this.table = table;
    }

    /**
     * Returns a quantizer whose layers measure their activations while they run.
     *
     * @param config what to do; globs to skip are matched with the paths of Blocks
     * @return the quantizer
     */
    public static BlockQuantizer of(DynamicConfig config) {
        return new BlockQuantizer(config, config.activations(), null);
    }

    /**
     * Returns a quantizer that takes the ranges of activations from a table.
     *
     * @param config what to do; globs to skip are matched with the paths of Blocks
     * @param table the ranges of what each linear layer reads, under the path of the layer
     * @return the quantizer
     * @throws IllegalArgumentException if the configuration asks for what needs a whole graph
     */
    public static BlockQuantizer of(StaticConfig config, CalibrationTable table) {
        if (config.smoothQuant().mode() != SmoothQuant.Mode.OFF
                || config.biasCorrection()
                || config.format() != QuantizationFormat.FUSED) {
            throw new IllegalArgumentException(
                    "Blocks know nothing of smoothing, bias correction and formats: they need"
                            + " smoothQuant=off biasCorrection=false format=fused, found "
                            + config);
        }
        return new BlockQuantizer(config, ActivationScheme.TOKEN, table);
    }

    /**
     * Converts a tree.
     *
     * @param block the float tree, left as it is
     * @param manager a manager of engine Int8; owns the new parameters and sessions
     * @return the new tree, and what was replaced
     * @throws MalformedModelException if a weight is NaN or infinite
     * @throws IllegalArgumentException if a glob to skip matches no path, or the table lacks a
     *     layer
     * @throws IllegalStateException if a Block to be replaced has no parameters yet
     */
    public BlockConversion quantize(Block block, NDManager manager) throws MalformedModelException {
        Int8NDManager parent = AbstractInt8Block.int8Manager(manager, "BlockQuantizer");
        Int8NDManager owner = parent.newSubManager(parent.getDevice());
        boolean done = false;
        try {
            BlockConversion result = new TreeConversion(this, config.skip(), owner).run(block);
            done = true;
            return result;
        } finally {
            if (!done) {
                owner.close();
            }
        }
    }

    /** Returns why a Block that has an INT8 form stays float; empty if it is to be replaced. */
    String floatReason(String path, Block block) {
        boolean linear = block instanceof Linear;
        if (!linear && !config.embeddings()) {
            return "embeddings are left float by the configuration";
        }
        NDArray weight = parameter(path, block, linear ? "weight" : "embedding");
        if (weight.getDataType() != DataType.FLOAT32) {
            return "it is computed in " + weight.getDataType() + ", only FLOAT32 is quantized";
        }
        String reason =
                linear
                        ? SingleLayer.linearFloatReason(weight.getShape().get(0))
                        : SingleLayer.tableFloatReason(weight.size());
        boolean leftFloat =
                linear && table != null && layers().choice(path) == ActivationChoice.FLOAT;
        return reason.isEmpty() && leftFloat ? "the calibration table leaves it float" : reason;
    }

    /** Returns the INT8 form of a Block. */
    Block replace(String path, Block block, Int8NDManager owner) throws MalformedModelException {
        if (block instanceof Embedding) {
            Tensor rows = tensor(path, parameter(path, block, "embedding"));
            return Int8Embedding.of(owner, SingleLayer.quantizeTable(rows));
        }
        Tensor weight = tensor(path, parameter(path, block, "weight"));
        int inputs = Math.toIntExact(weight.dim(1));
        float[] bias =
                block.getDirectParameters().contains("bias")
                        ? parameter(path, block, "bias").toFloatArray()
                        : new float[0];
        if (table == null) {
            QuantizedWeights weights = SingleLayer.quantizeLinear(weight, (DynamicConfig) config);
            return DynamicInt8Linear.of(owner, weights, inputs, bias, scheme);
        }
        CalibratedLayers layers = layers();
        QuantizedWeights weights = layers.quantizeLinear(path, weight);
        return layers.choice(path) == ActivationChoice.TOKEN
                ? DynamicInt8Linear.of(owner, weights, inputs, bias, scheme)
                : Int8Linear.of(owner, weights, inputs, bias, layers.parameters(path));
    }

    private CalibratedLayers layers() {
        return new CalibratedLayers(table, (StaticConfig) config);
    }

    private static Tensor tensor(String path, NDArray array) {
        return Tensor.ofFloats(path, array.toFloatArray(), array.getShape().getShape());
    }

    private static NDArray parameter(String path, Block block, String name) {
        Parameter parameter = block.getDirectParameters().get(name);
        if (!parameter.isInitialized()) {
            throw new IllegalStateException(
                    "Parameter "
                            + name
                            + " of Block "
                            + path
                            + " has no values: initialize or load the float Blocks first");
        }
        return parameter.getArray();
    }
}
