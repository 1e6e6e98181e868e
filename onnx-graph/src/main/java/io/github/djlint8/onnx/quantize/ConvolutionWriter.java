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

/** Emits a quantized convolution. Not safe for use by many threads. */
interface ConvolutionWriter {

    /**
     * The names of the constants of a quantized convolution.
     *
     * @param weights the int8 weights
     * @param scales their scales
     * @param zeroPoints their zero points, all 0
     * @param bias the int32 bias
     * @param steps the scales of the bias
     * @param perChannel whether each output channel has a scale of its own
     */
    record Constants(
            String weights,
            String scales,
            String zeroPoints,
            String bias,
            String steps,
            boolean perChannel) {}

    /**
     * Puts a quantized convolution in the place of a float one.
     *
     * @param block the float convolution and its ReLU
     * @param constants its constants, in the graph
     */
    void write(ConvolutionBlock block, Constants constants);
}
