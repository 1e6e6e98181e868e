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

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.Tensor;
import java.io.IOException;

/** Where the weights of a graph that is built come from; names are those of the checkpoint. */
interface WeightSource {

    /** Returns what a layer adds. */
    Tensor bias(String name, long size) throws IOException, MalformedModelException;

    /** Returns what a normalization multiplies by. */
    Tensor gain(String name, long size) throws IOException, MalformedModelException;

    /** Returns a table of embeddings. */
    Tensor table(String name, long rows, long width) throws IOException, MalformedModelException;

    /** Returns the matrix [in, out] of a linear layer, under the name that the graph gives it. */
    Tensor matrix(String layer, String stored, long in, long out)
            throws IOException, MalformedModelException;
}
