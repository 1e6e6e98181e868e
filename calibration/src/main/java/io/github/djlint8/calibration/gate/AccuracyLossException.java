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
package io.github.djlint8.calibration.gate;

/**
 * A quantized model loses more accuracy than is allowed.
 *
 * <p>Immutable and safe for use by many threads.
 */
public class AccuracyLossException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient GateResult result;

    /**
     * Creates the exception.
     *
     * @param result the result, not accepted
     */
    public AccuracyLossException(GateResult result) {
        super(result.summary());
        this.result = result;
    }

    /**
     * Returns the result with the figures.
     *
     * @return the result; null after deserialization
     */
    public GateResult result() {
        return result;
    }
}
