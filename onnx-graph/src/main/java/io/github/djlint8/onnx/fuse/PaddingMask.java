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
package io.github.djlint8.onnx.fuse;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.Node;
import java.util.Optional;

/**
 * A padding mask, {@code (1 - mask) * filter}, added to the scores of attention.
 *
 * @param input the mask, [batch, sequence], 1 for tokens and 0 for padding
 * @param filter what is added to the scores of padding, negative
 */
record PaddingMask(String input, float filter) {

    /** Recognises the mask that BERT exports compute from the model's input. */
    static Optional<PaddingMask> of(Operand added) throws MalformedModelException {
        Optional<Operand.ConstantPair> product = added.withConstant("Mul");
        if (product.isEmpty()) {
            return Optional.empty();
        }
        Optional<Float> filter = product.get().constant().scalar().filter(f -> f < 0);
        Optional<Node> inverted = product.get().variable().madeBy("Sub");
        if (filter.isEmpty() || inverted.isEmpty()) {
            return Optional.empty();
        }
        Operand one = Operand.input(added.graph(), inverted.get(), 0);
        if (one.scalar().filter(v -> v == 1f).isEmpty()) {
            return Optional.empty();
        }
        Operand mask = Operand.input(added.graph(), inverted.get(), 1);
        int unsqueezed = 0;
        for (Optional<Node> step = step(mask); step.isPresent(); step = step(mask)) {
            unsqueezed += unsqueezedAxes(mask, step.get());
            mask = Operand.input(added.graph(), step.get(), 0);
        }
        String name = mask.name();
        boolean isInput = added.graph().inputs().stream().anyMatch(v -> v.getName().equals(name));
        return unsqueezed == 2 && isInput
                ? Optional.of(new PaddingMask(name, filter.get()))
                : Optional.empty();
    }

    private static Optional<Node> step(Operand mask) {
        return mask.madeBy("Cast").or(() -> mask.madeBy("Unsqueeze"));
    }

    private static int unsqueezedAxes(Operand mask, Node step) throws MalformedModelException {
        if (!step.is("Unsqueeze")) {
            return 0;
        }
        Optional<long[]> axes = step.attributeInts("axes");
        if (axes.isEmpty()) {
            axes = Operand.input(mask.graph(), step, 1).integers();
        }
        int count = 0;
        for (long axis : axes.orElse(new long[0])) {
            if (axis == 1 || axis == 2) {
                count++;
            }
        }
        return count;
    }
}
