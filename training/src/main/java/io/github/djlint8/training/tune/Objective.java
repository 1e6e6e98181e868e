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
import ai.djl.nn.Block;
import ai.djl.training.loss.Loss;
import io.github.djlint8.training.data.SentenceBatch;
import java.util.List;

/**
 * What a training minimizes.
 *
 * <p>Implementations say whether many threads may share them.
 */
public interface Objective {

    /** The cross entropy with the labels of the sentences. Safe for use by many threads. */
    Objective LABELS = new LabelObjective();

    /**
     * Returns what tells this objective from others, so that a checkpoint of one is not taken for
     * that of another.
     *
     * @return texts, none for {@link #LABELS}
     */
    List<String> identity();

    /**
     * Returns the Block to train.
     *
     * @param tagger the Block of the tagger
     * @return that Block, or one around it that gives the loss more outputs; parameters that it
     *     adds are trained beside those of the tagger and forgotten afterwards
     */
    default Block block(Block tagger) {
        return tagger;
    }

    /**
     * Makes what the loss compares the outputs of a batch with.
     *
     * @param batch the batch
     * @param manager the owner of the arrays
     * @param divisor what summed losses are divided by: the words of all batches of a step
     * @return the arrays
     */
    NDList targets(SentenceBatch batch, NDManager manager, float divisor);

    /**
     * Returns the loss, a sum over the words of a batch.
     *
     * @return the loss between targets and outputs of the Block
     */
    Loss loss();
}
