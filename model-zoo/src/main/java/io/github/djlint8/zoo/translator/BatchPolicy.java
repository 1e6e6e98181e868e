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
package io.github.djlint8.zoo.translator;

import ai.djl.Model;
import ai.djl.nn.Block;
import io.github.djlint8.api.Precision;
import io.github.djlint8.engine.Int8Model;
import io.github.djlint8.engine.Int8SymbolBlock;
import io.github.djlint8.onnx.quantize.QuantizationReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How windows are put together to runs of a model.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param maxTokens the number of tokens, padding included, that one run gets
 * @param runTokens what a run costs beyond its tokens, in tokens
 * @param merging whether a run may have several windows
 * @param padding whether a run may have windows of several lengths
 * @param threads the number of threads that share the runs of one prediction
 */
record BatchPolicy(int maxTokens, int runTokens, boolean merging, boolean padding, int threads) {

    private static final Logger logger = LoggerFactory.getLogger(BatchPolicy.class);

    /** More tokens leave the second-level cache between two layers; docs/performance.md. */
    private static final int CPU_TOKENS = 256;

    private static final int OTHER_TOKENS = 8192;

    // Measured on taggers of 6 layers of 384: the weights that each run reads from memory.
    private static final int INT8_RUN_TOKENS = 4;
    private static final int FLOAT32_RUN_TOKENS = 16;

    /** Where padding costs less than a run. */
    private static final int OTHER_RUN_TOKENS = 8192;

    /** Returns what suits a loaded model. */
    static BatchPolicy of(TaggerOptions options, Model model) {
        boolean cpu = !model.getNDManager().getDevice().isGpu();
        boolean ours = cpu && model.getBlock() instanceof Int8SymbolBlock;
        boolean merging = !dependsOnNeighbours(model.getBlock());
        if (!merging) {
            logger.info(
                    "Model {} has one activation scale for a whole batch, so that neighbours would"
                            + " change a sentence's scores: each runs alone",
                    model.getName());
        }
        return new BatchPolicy(
                options.maxBatchTokens().orElse(cpu ? CPU_TOKENS : OTHER_TOKENS),
                cpu ? runTokens(model) : OTHER_RUN_TOKENS,
                merging,
                options.padding(),
                ours ? options.batchThreads() : 1);
    }

    BatchPolicy onOneThread() {
        return new BatchPolicy(maxTokens, runTokens, merging, padding, 1);
    }

    private static int runTokens(Model model) {
        boolean quantized =
                model instanceof Int8Model int8 && int8.getPrecision() != Precision.FLOAT32;
        return quantized ? INT8_RUN_TOKENS : FLOAT32_RUN_TOKENS;
    }

    private static boolean dependsOnNeighbours(Block block) {
        return block instanceof Int8SymbolBlock int8
                && QuantizationReport.hasTensorScales(int8.getCustomMetadata());
    }
}
