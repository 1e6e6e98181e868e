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

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.TranslateException;
import java.util.Arrays;
import java.util.List;

/** The padded input of one run of a model. Not safe for use by many threads. */
final class TokenArrays {

    static final String TYPES = "token_type_ids";

    private final int rows;
    private final int columns;
    private final long[] ids;
    private final long[] mask;
    private final long[] types;
    private int at;

    TokenArrays(int rows, int columns, int padTokenId) {
        this.rows = rows;
        this.columns = columns;
        ids = new long[Math.multiplyExact(rows, columns)];
        mask = new long[ids.length];
        types = new long[ids.length];
        Arrays.fill(ids, padTokenId);
    }

    void beginRow(int row) {
        at = row * columns;
    }

    void add(int[] tokens, int count, int type) {
        for (int i = 0; i < count; i++) {
            ids[at] = tokens[i];
            mask[at] = 1;
            types[at] = type;
            at++;
        }
    }

    /** Returns the arrays that a model names, in its order. */
    NDList toList(NDManager manager, List<String> inputs) throws TranslateException {
        NDList list = new NDList(inputs.size());
        for (String input : inputs) {
            NDArray array = manager.create(values(input), new Shape(rows, columns));
            array.setName(input);
            list.add(array);
        }
        return list;
    }

    private long[] values(String input) throws TranslateException {
        return switch (input) {
            case "input_ids" -> ids;
            case "attention_mask" -> mask;
            case TYPES -> types;
            default ->
                    throw new TranslateException(
                            "The model has the input "
                                    + input
                                    + "; a tagger can fill input_ids, attention_mask and"
                                    + " token_type_ids");
        };
    }
}
