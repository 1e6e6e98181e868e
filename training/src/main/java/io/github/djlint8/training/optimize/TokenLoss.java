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
package io.github.djlint8.training.optimize;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;

/**
 * The cross entropy of labelled tokens, each with a weight.
 *
 * <p>Labels are an int64 array [batch, sequence] and the weights of tokens, float, of the same
 * shape; a token of weight 0 has no part. Predictions are logits [batch, sequence, labels]. Stays a
 * sum, so that the losses of parts of a batch add up to that of the batch. Not safe for use by many
 * threads.
 */
public final class TokenLoss extends Loss {

    /** Creates a loss. */
    public TokenLoss() {
        super("TokenLoss");
    }

    /** {@inheritDoc} */
    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        NDArray logProbabilities = predictions.singletonOrThrow().logSoftmax(-1);
        NDArray wanted = labels.get(0).expandDims(2);
        NDArray found = logProbabilities.gather(wanted, 2).squeeze(2);
        return found.mul(labels.get(1)).sum().neg();
    }
}
