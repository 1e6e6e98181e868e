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

import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;

/**
 * Tells DJL to hand whole batches to a translator whose arrays have a batch dimension already.
 *
 * <p>Safe for use by many threads.
 */
final class PreBatched implements Batchifier {

    private static final long serialVersionUID = 1L;

    /** {@inheritDoc} */
    @Override
    public NDList batchify(NDList[] inputs) {
        if (inputs.length != 1) {
            throw new UnsupportedOperationException(
                    "A tagger's translator makes the batch itself, found "
                            + inputs.length
                            + " batches to join");
        }
        return inputs[0];
    }

    /** {@inheritDoc} */
    @Override
    public NDList[] unbatchify(NDList inputs) {
        return new NDList[] {inputs};
    }
}
