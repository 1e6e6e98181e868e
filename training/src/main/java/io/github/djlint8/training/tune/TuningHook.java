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
package io.github.djlint8.training.tune;

/**
 * What changes a tagger from step to step besides its weights.
 *
 * <p>Called by the thread that trains.
 */
public interface TuningHook {

    /** Changes nothing. */
    TuningHook NONE =
            new TuningHook() {
                /** {@inheritDoc} */
                @Override
                public void beginTraining() {
                    // nothing to change
                }

                /** {@inheritDoc} */
                @Override
                public void beginStep(int step, int steps) {
                    // nothing to change
                }

                /** {@inheritDoc} */
                @Override
                public String canonical() {
                    return "";
                }
            };

    /** Gets ready for a training, or for one to go on: all that it will change has a gradient. */
    void beginTraining();

    /**
     * Gets ready for a step, which may leave alone what it does not change; after a training went
     * on, the steps before it are not repeated.
     *
     * @param step the number of the step, from 1 on
     * @param steps the number of steps of all epochs
     */
    void beginStep(int step, int steps);

    /**
     * Returns a text that is equal exactly for hooks that do the same, so that a training goes on
     * with the one it began with.
     *
     * @return the text
     */
    String canonical();
}
