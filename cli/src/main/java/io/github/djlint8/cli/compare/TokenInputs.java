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
package io.github.djlint8.cli.compare;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.djlint8.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Inputs of an encoder with a given number of tokens, so that a length can be timed without text.
 *
 * <p>Immutable and safe for use by many threads.
 */
final class TokenInputs {

    private static final long SEED = 1;

    /** Below the size of every vocabulary of words. */
    private static final int MAX_ID = 1000;

    private final List<String> names;

    private TokenInputs(List<String> names) {
        this.names = names;
    }

    static TokenInputs of(Path model) throws IOException, MalformedModelException {
        List<String> names =
                OnnxModel.open(model).graph().inputs().stream().map(v -> v.getName()).toList();
        return new TokenInputs(names);
    }

    /** Makes one row of tokens; the caller closes the list. */
    NDList make(NDManager manager, int tokens) throws MalformedModelException {
        NDList list = new NDList();
        for (String name : names) {
            NDArray array = manager.create(values(name, tokens), new Shape(1, tokens));
            array.setName(name);
            list.add(array);
        }
        return list;
    }

    private static long[] values(String name, int tokens) throws MalformedModelException {
        long[] values = new long[tokens];
        switch (name) {
            case "input_ids" -> {
                Random random = new Random(SEED);
                Arrays.setAll(values, i -> 1 + random.nextInt(MAX_ID - 1));
            }
            case "attention_mask" -> Arrays.fill(values, 1);
            case "token_type_ids" -> Arrays.fill(values, 0);
            default ->
                    throw new MalformedModelException(
                            "The model has the input "
                                    + name
                                    + "; lengths can be timed with input_ids, attention_mask and"
                                    + " token_type_ids only");
        }
        return values;
    }
}
