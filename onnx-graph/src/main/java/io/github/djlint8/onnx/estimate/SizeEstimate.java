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
package io.github.djlint8.onnx.estimate;

import java.util.List;
import java.util.OptionalLong;

/**
 * How large a model is and would be in other precisions.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param parameters the number of parameters
 * @param batch the number of sequences that memory is estimated for
 * @param sequence the number of tokens in each of them
 * @param sizes the sizes, the largest precision first
 */
public record SizeEstimate(long parameters, long batch, long sequence, List<Size> sizes) {

    /** Copies the sizes. */
    public SizeEstimate {
        sizes = List.copyOf(sizes);
    }

    /** The precisions that sizes are estimated for. */
    public enum Format {
        /** All floats have 32 bits. */
        FP32,
        /** All floats have 16 bits. */
        FP16,
        /** Weights of products and embedding tables have 8 bits, one scale for each channel. */
        INT8,
        /** As INT8, but weights of products have 4 bits, one scale for each block of 32. */
        INT4
    }

    /**
     * The size in one precision.
     *
     * @param format the precision
     * @param fileBytes the bytes of the file
     * @param activationBytes the bytes of the activations that exist at the same time; empty if the
     *     graph has operators whose outputs cannot be foreseen
     */
    public record Size(Format format, long fileBytes, OptionalLong activationBytes) {

        /**
         * Returns the memory that the weights and the activations take.
         *
         * @return the bytes; empty if the activations are not known
         */
        public OptionalLong memoryBytes() {
            return activationBytes.isEmpty()
                    ? activationBytes
                    : OptionalLong.of(fileBytes + activationBytes.getAsLong());
        }
    }

    /**
     * Returns the size in one precision.
     *
     * @param format the precision
     * @return the size
     */
    public Size size(Format format) {
        return sizes.stream().filter(s -> s.format() == format).findFirst().orElseThrow();
    }
}
