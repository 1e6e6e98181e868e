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
package io.github.djlint8.training.distill;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;
import io.github.djlint8.training.optimize.TokenLoss;

/**
 * The loss of a student, a sum over weighted tokens.
 *
 * <p>Labels are, in this order, gold labels and their weights as for {@link TokenLoss}; the
 * teacher's probabilities and their logarithms [batch, sequence, labels]; the weights [batch,
 * sequence] of the divergence from them; the temperature; and, if there are hidden states, the
 * weights [batch, sequence] of each pair of layers and the teacher's states [batch, sequence,
 * width] of each. Predictions are logits and hidden states. A token of weight 0 has no part. Not
 * safe for use by many threads.
 */
public final class DistillationLoss extends Loss {

    private static final int HIDDEN = 7;

    private final TokenLoss labels = new TokenLoss();

    /** Creates a loss. */
    public DistillationLoss() {
        super("DistillationLoss");
    }

    /** {@inheritDoc} */
    @Override
    public NDArray evaluate(NDList targets, NDList predictions) {
        NDArray logits = predictions.head();
        NDArray sum = labels.evaluate(targets.subNDList(0, 2), new NDList(logits));
        sum = sum.add(divergence(targets, logits));
        for (int i = 1; i < predictions.size(); i++) {
            // A number would be freed before the gradient is made; arrays multiply themselves.
            NDArray error = predictions.get(i).sub(targets.get(HIDDEN + i - 1));
            NDArray mean = error.mul(error).mean(new int[] {2});
            sum = sum.add(mean.mul(targets.get(HIDDEN - 1)).sum());
        }
        return sum;
    }

    private static NDArray divergence(NDList targets, NDArray logits) {
        NDArray student = logits.div(targets.get(5)).logSoftmax(-1);
        NDArray ratios = targets.get(3).sub(student);
        return targets.get(2).mul(ratios).sum(new int[] {2}).mul(targets.get(4)).sum();
    }
}
