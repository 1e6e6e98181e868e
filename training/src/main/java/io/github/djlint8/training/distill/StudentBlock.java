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

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.util.PairList;
import io.github.djlint8.training.bert.BertEncoder;
import java.util.ArrayList;
import java.util.List;

/**
 * A tagger whose hidden states are outputs too, projected to the width of a teacher where that is
 * another one.
 *
 * <p>Outputs are the logits and the states of the chosen layers. The projections are parameters of
 * this Block only, so that the tagger does not keep them. Not safe for use by many threads.
 */
final class StudentBlock extends AbstractBlock {

    private final Block tagger;
    private final List<Integer> layers;
    private final List<Parameter> weights = new ArrayList<>();
    private final List<Parameter> biases = new ArrayList<>();

    StudentBlock(Block tagger, List<Integer> layers, int width, int teacherWidth) {
        this.tagger = addChildBlock("tagger", tagger);
        this.layers = List.copyOf(layers);
        for (int i = 0; width != teacherWidth && i < layers.size(); i++) {
            weights.add(
                    addParameter(
                            Parameter.builder()
                                    .setName("projection." + i + ".weight")
                                    .setType(Parameter.Type.WEIGHT)
                                    .optShape(new Shape(teacherWidth, width))
                                    .optInitializer(
                                            new NormalInitializer((float) (1 / Math.sqrt(width))))
                                    .build()));
            biases.add(
                    addParameter(
                            Parameter.builder()
                                    .setName("projection." + i + ".bias")
                                    .setType(Parameter.Type.BIAS)
                                    .optShape(new Shape(teacherWidth))
                                    .build()));
        }
    }

    /** {@inheritDoc} */
    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        PairList<String, Object> asked = new PairList<>();
        asked.add(BertEncoder.HIDDEN_STATES, true);
        NDList outputs = tagger.forward(store, inputs, training, asked);
        NDList chosen = new NDList(outputs.head());
        for (int i = 0; i < layers.size(); i++) {
            NDArray states = outputs.get(1 + layers.get(i));
            chosen.add(weights.isEmpty() ? states : project(store, i, states, training));
        }
        return chosen;
    }

    private NDArray project(ParameterStore store, int pair, NDArray states, boolean training) {
        NDArray weight = store.getValue(weights.get(pair), states.getDevice(), training);
        NDArray bias = store.getValue(biases.get(pair), states.getDevice(), training);
        return states.getNDArrayInternal().linear(states, weight, bias).singletonOrThrow();
    }

    /** {@inheritDoc} */
    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        tagger.initialize(manager, dataType, inputShapes);
    }

    /** {@inheritDoc} */
    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return tagger.getOutputShapes(inputShapes);
    }
}
