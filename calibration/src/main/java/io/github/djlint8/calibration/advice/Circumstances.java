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
package io.github.djlint8.calibration.advice;

import java.util.Objects;

/**
 * What a recommendation depends on.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param device what the model is to run on
 * @param model the kind of the model
 * @param parameters the number of its parameters
 * @param tolerance the accuracy that may be lost, as a fraction of 1
 * @param data what data there are
 */
public record Circumstances(
        DeviceKind device, ModelKind model, long parameters, double tolerance, DataKind data) {

    /** The data that are there to help. */
    public enum DataKind {
        /** None. */
        NONE("none"),
        /** Some hundred typical inputs without labels. */
        SAMPLES("samples"),
        /** Inputs with labels, enough to train on. */
        TRAINING("training");

        private final String option;

        DataKind(String option) {
            this.option = option;
        }

        /**
         * Returns the spelling in options and files.
         *
         * @return the spelling
         */
        public String option() {
            return option;
        }
    }

    /** Checks the figures. */
    public Circumstances {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(data, "data");
        if (parameters < 1) {
            throw new IllegalArgumentException(
                    "The number of parameters must be positive, found " + parameters);
        }
        if (!(tolerance >= 0 && tolerance <= 1)) {
            throw new IllegalArgumentException(
                    "The accuracy tolerance must be in [0, 1], found " + tolerance);
        }
    }
}
