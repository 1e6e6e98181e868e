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
package io.github.djlint8.calibration.search;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/** One sample of a model's inputs, on which variants of the model are compared. */
@FunctionalInterface
public interface TrialInput {

    /**
     * Creates the arrays; called once for each model that is run.
     *
     * @param manager owns the arrays
     * @return the inputs in the model's order, with the same values each time
     */
    NDList toNDList(NDManager manager);
}
