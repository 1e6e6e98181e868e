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
package io.github.djlint8.training.tune;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.loss.Loss;
import io.github.djlint8.training.data.SentenceBatch;
import io.github.djlint8.training.optimize.TokenLoss;
import java.util.List;

/** The cross entropy with the labels of the sentences. Stateless. */
final class LabelObjective implements Objective {

    /** {@inheritDoc} */
    @Override
    public List<String> identity() {
        return List.of();
    }

    /** {@inheritDoc} */
    @Override
    public NDList targets(SentenceBatch batch, NDManager manager, float divisor) {
        return batch.targets(manager, divisor);
    }

    /** {@inheritDoc} */
    @Override
    public Loss loss() {
        return new TokenLoss();
    }
}
