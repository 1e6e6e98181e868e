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
package io.github.djlint8.onnx.inspect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds the layer in the names that exporters give, such as /encoder/layer.0/output/MatMul. */
final class LayerNames {

    /** Where a name does not tell. */
    static final String OTHER = "(other)";

    private LayerNames() {}

    /**
     * Returns the layer: the name up to its first number, or else its first part.
     *
     * @param node the name of the node that reads the tensor; it tells more than names of weights
     *     such as onnx::MatMul_787
     * @param tensor the name of the tensor
     */
    static String of(String node, String tensor) {
        String layer = prefix(node);
        return layer.equals(OTHER) ? prefix(tensor) : layer;
    }

    private static String prefix(String name) {
        List<String> parts =
                new ArrayList<>(
                        Arrays.stream(name.split("[./]")).filter(p -> !p.isEmpty()).toList());
        if (parts.size() < 2) {
            return OTHER;
        }
        for (int i = 1; i < parts.size(); i++) {
            if (parts.get(i).chars().allMatch(Character::isDigit)) {
                return String.join(".", parts.subList(0, i + 1));
            }
        }
        return parts.get(0);
    }
}
