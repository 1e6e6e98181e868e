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
package io.github.djlint8.training.distill;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.checkpoint.NamedTensors;
import io.github.djlint8.training.bert.EncoderConfig;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The weights of a student that has some of its teacher's layers; all else is the teacher's.
 *
 * <p>As safe for use by many threads as the teacher's weights are.
 */
public final class FewerLayers implements NamedTensors {

    private static final Pattern LAYER = Pattern.compile("(.*encoder\\.layer\\.)(\\d+)(\\..*)");

    private final NamedTensors teacher;
    private final List<Integer> kept;

    /**
     * Creates the view.
     *
     * @param teacher the weights of the teacher
     * @param kept the numbers of the layers that the student has, from 0 on
     */
    public FewerLayers(NamedTensors teacher, List<Integer> kept) {
        this.teacher = teacher;
        this.kept = List.copyOf(kept);
    }

    /**
     * Selects layers, evenly spread; the last one is always among them.
     *
     * @param layers the number of the teacher's layers
     * @param size the share to keep, above 0 and up to 1; at least one layer stays
     * @return the numbers of the kept layers, from 0 on
     * @throws IllegalArgumentException if the size is no such share
     */
    public static List<Integer> select(int layers, double size) {
        if (!(size > 0 && size <= 1)) {
            throw new IllegalArgumentException(
                    "The size of a student must be above 0 and at most 1, found " + size);
        }
        int count = Math.max(1, (int) Math.round(layers * size));
        return LayerPair.uniform(count, layers).stream().map(p -> p.teacher() - 1).toList();
    }

    /**
     * Returns the shape of the student.
     *
     * @param shape the shape of the teacher
     * @return the same with the kept layers only
     */
    public EncoderConfig shape(EncoderConfig shape) {
        return new EncoderConfig(
                kept.size(),
                shape.hiddenSize(),
                shape.heads(),
                shape.intermediateSize(),
                shape.vocabularySize(),
                shape.maxPositions(),
                shape.tokenTypes(),
                shape.layerNormEpsilon(),
                shape.dropout(),
                kept.stream().map(shape.shapes()::get).toList());
    }

    /** {@inheritDoc} */
    @Override
    public String source() {
        return teacher.source();
    }

    /** {@inheritDoc} */
    @Override
    public Optional<Tensor> find(String name) throws MalformedModelException {
        Matcher layer = LAYER.matcher(name);
        if (!layer.matches()) {
            return teacher.find(name);
        }
        int number = Integer.parseInt(layer.group(2));
        if (number >= kept.size()) {
            return Optional.empty();
        }
        return teacher.find(layer.group(1) + kept.get(number) + layer.group(3))
                .map(tensor -> tensor.withName(name));
    }
}
