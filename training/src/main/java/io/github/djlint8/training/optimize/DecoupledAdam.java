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
package io.github.djlint8.training.optimize;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import ai.djl.training.optimizer.Optimizer;
import java.nio.FloatBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Adam with decoupled weight decay (AdamW), with a state that can be saved.
 *
 * <p>The arithmetic is that of DJL's {@code AdamW}, whose moments nobody can read, so that a run
 * could not be resumed. Apart from that, biases and normalizations do not decay, one factor scales
 * all gradients of a step, and epsilon is added to the corrected root, as in PyTorch. The managers
 * of the weights own the moments. Not safe for use by many threads.
 */
public final class DecoupledAdam extends Optimizer {

    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final double EPSILON = 1e-8;

    private final Map<String, Parameter> parameters = new HashMap<>();
    private final Map<String, NDArray> means = new HashMap<>();
    private final Map<String, NDArray> variances = new HashMap<>();
    private final float decay;
    private int step;
    private float learningRate;
    private float gradientScale = 1;

    /**
     * Creates an optimizer.
     *
     * @param parameters the parameters that are trained
     * @param decay the share of a weight that a step at learning rate 1 takes away
     */
    public DecoupledAdam(Collection<Parameter> parameters, float decay) {
        super(new Settings());
        this.decay = decay;
        parameters.forEach(p -> this.parameters.put(p.getId(), p));
    }

    /**
     * Sets what the next updates are, one for each parameter.
     *
     * @param number the number of the step, from 1 on
     * @param rate the learning rate
     * @param scale the factor of all gradients
     */
    public void beginStep(int number, float rate, float scale) {
        step = number;
        learningRate = rate;
        gradientScale = scale;
    }

    /** {@inheritDoc} */
    @Override
    public void update(String parameterId, NDArray weight, NDArray grad) {
        Parameter parameter = parameters.get(parameterId);
        String name = parameter.getName();
        NDArray mean = means.computeIfAbsent(name, n -> weight.zerosLike());
        NDArray variance = variances.computeIfAbsent(name, n -> weight.zerosLike());
        double meanCorrection = 1 - Math.pow(BETA1, step);
        double rootCorrection = Math.sqrt(1 - Math.pow(BETA2, step));
        weight.getNDArrayInternal()
                .adamUpdate(
                        new NDList(weight, grad, mean, variance),
                        new NDList(weight),
                        learningRate,
                        (float) (learningRate * rootCorrection / meanCorrection),
                        decays(parameter) ? decay : 0,
                        gradientScale,
                        -1,
                        BETA1,
                        BETA2,
                        (float) (EPSILON * rootCorrection),
                        true,
                        true);
    }

    /**
     * Returns the moments.
     *
     * @return arrays by {@code mean.} or {@code variance.} and the name of the parameter; none
     *     before the first step
     */
    public Map<String, NDArray> state() {
        Map<String, NDArray> state = new HashMap<>();
        means.forEach((name, array) -> state.put("mean." + name, array));
        variances.forEach((name, array) -> state.put("variance." + name, array));
        return state;
    }

    /**
     * Restores the moments of one parameter.
     *
     * @param parameter the parameter, initialized
     * @param mean the first moment
     * @param variance the second moment
     */
    public void restore(Parameter parameter, FloatBuffer mean, FloatBuffer variance) {
        NDArray weight = parameter.getArray();
        means.put(parameter.getName(), moment(weight, mean));
        variances.put(parameter.getName(), moment(weight, variance));
    }

    private static NDArray moment(NDArray weight, FloatBuffer values) {
        NDArray moment = weight.zerosLike();
        moment.set(values);
        return moment;
    }

    private static boolean decays(Parameter parameter) {
        return parameter.getShape().dimension() > 1;
    }

    /** What the base class asks for; none of it is used. */
    private static final class Settings extends OptimizerBuilder<Settings> {

        /** {@inheritDoc} */
        @Override
        protected Settings self() {
            return this;
        }
    }
}
