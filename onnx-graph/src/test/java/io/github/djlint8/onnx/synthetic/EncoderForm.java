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
package io.github.djlint8.onnx.synthetic;

/**
 * One of the ways in which PyTorch's exporter and the versions of the transformers library spell an
 * encoder.
 *
 * @param family whose embeddings
 * @param opset the version of the standard operator set
 * @param attention how scores are scaled
 * @param mask how padding is masked
 * @param headsFirst whether the shape of heads holds their number, with their size or without it
 * @param gelu which GELU
 */
public record EncoderForm(
        Family family, int opset, Attention attention, Mask mask, Heads headsFirst, Gelu gelu) {

    /** Whose embeddings. */
    public enum Family {
        BERT,
        DISTILBERT,
        ROBERTA
    }

    /** How scores are scaled. */
    public enum Attention {
        /** Scores divided by a constant. */
        DIVIDED,
        /** Scores multiplied by a constant, and a needless cast behind the Softmax. */
        MULTIPLIED,
        /** Queries divided by a constant, as in DistilBERT. */
        DIVIDED_QUERIES,
        /** Both sides multiplied by the root of a scale that is computed from the shape. */
        SDPA,
        /** As SDPA, with NaN replaced behind the Softmax. */
        SDPA_WITHOUT_NAN
    }

    /** How padding is masked. */
    public enum Mask {
        /** (1 - mask) * lowest, added. */
        ADDED,
        /** Expanded to whole scores, then the lowest number where 1 - mask is not 0, added. */
        EXPANDED,
        /** Scores replaced where the reshaped and expanded mask equals 0. */
        FILLED,
        /** 0 or minus infinity by a mask of booleans, added. */
        BOOLEAN,
        /** Something else for each query and key, added. */
        OTHER,
        /** No mask. */
        NONE
    }

    /** What the shape of the heads says. */
    public enum Heads {
        /** Their number and their size. */
        BOTH,
        /** Their size only. */
        SIZE,
        /** All in one constant. */
        CONSTANT
    }

    /** Which GELU. */
    public enum Gelu {
        ERF,
        TANH,
        TANH_WITH_PRODUCTS
    }
}
