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
package io.github.djlint8.training.bert;

import ai.djl.ndarray.NDArray;

/**
 * What the rows of an embedding table become when they are looked up.
 *
 * <p>Implementations say whether many threads may share them.
 */
@FunctionalInterface
public interface TableQuantizer {

    /**
     * Quantizes rows and turns them back to float.
     *
     * @param rows the rows [..., width]
     * @param training whether the table is read to be trained
     * @return the values that the integers stand for, owned by the manager of the rows
     */
    NDArray rows(NDArray rows, boolean training);
}
