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
import io.github.djlint8.onnx.checkpoint.NamedTensors;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The weights of an encoder without the rows and columns of pruned heads and neurons.
 *
 * <p>Weights that no unit has a part in are handed through. As safe for use by many threads as the
 * weights it is made of.
 */
public final class PrunedWeights implements NamedTensors {

    private static final Pattern LAYER = Pattern.compile("(?:.*\\.)?layer\\.(\\d{1,4})\\.(.+)");

    private final NamedTensors weights;
    private final PruningPlan plan;

    /**
     * Creates a view.
     *
     * @param weights the weights of the encoder as it was
     * @param plan what stays of it
     */
    public PrunedWeights(NamedTensors weights, PruningPlan plan) {
        this.weights = weights;
        this.plan = plan;
    }

    /** {@inheritDoc} */
    @Override
    public String source() {
        return weights.source();
    }

    /** {@inheritDoc} */
    @Override
    public Optional<Tensor> find(String name) throws MalformedModelException {
        Optional<Tensor> whole = weights.find(name);
        Matcher layer = LAYER.matcher(name);
        if (whole.isEmpty() || !layer.matches()) {
            return whole;
        }
        Optional<SlicedWeight> sliced = SlicedWeight.of(layer.group(2));
        if (sliced.isEmpty()) {
            return whole;
        }
        int number = Integer.parseInt(layer.group(1));
        if (number >= plan.layers().size()) {
            throw new MalformedModelException(
                    source() + " has " + name + ", but the plan only " + plan.layers().size());
        }
        List<Integer> kept = sliced.get().kept(plan, number);
        return Optional.of(TensorSlice.take(whole.get(), sliced.get().axis(), kept));
    }
}
