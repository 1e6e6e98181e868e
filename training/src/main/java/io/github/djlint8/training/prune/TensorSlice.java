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
package io.github.djlint8.training.prune;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.Tensor;
import java.util.List;

/** Parts of tensors. Stateless. */
public final class TensorSlice {

    private TensorSlice() {}

    /**
     * Takes rows or columns out of a tensor.
     *
     * @param tensor the tensor, of rank 1 or 2
     * @param axis 0 for rows, 1 for columns
     * @param kept the numbers of those that stay, rising
     * @return the smaller tensor, of the same name
     * @throws MalformedModelException if the tensor has no such rows or columns
     */
    public static Tensor take(Tensor tensor, int axis, List<Integer> kept)
            throws MalformedModelException {
        int last = kept.get(kept.size() - 1);
        if (tensor.rank() > 2 || tensor.rank() <= axis || tensor.dim(axis) <= last) {
            throw new MalformedModelException(
                    "There is "
                            + tensor
                            + ", of which "
                            + last
                            + " on axis "
                            + axis
                            + " should stay");
        }
        int columns = tensor.rank() == 1 ? 1 : Math.toIntExact(tensor.dim(1));
        int rows = Math.toIntExact(tensor.dim(0));
        float[] in = tensor.toFloats();
        if (axis == 0) {
            float[] out = new float[kept.size() * columns];
            for (int r = 0; r < kept.size(); r++) {
                System.arraycopy(in, kept.get(r) * columns, out, r * columns, columns);
            }
            long[] dims = tensor.dims();
            dims[0] = kept.size();
            return Tensor.ofFloats(tensor.name(), out, dims);
        }
        float[] out = new float[rows * kept.size()];
        int at = 0;
        for (int r = 0; r < rows; r++) {
            for (int column : kept) {
                out[at++] = in[r * columns + column];
            }
        }
        return Tensor.ofFloats(tensor.name(), out, rows, kept.size());
    }
}
