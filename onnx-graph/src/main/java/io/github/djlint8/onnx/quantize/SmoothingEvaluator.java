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
package io.github.djlint8.onnx.quantize;

/**
 * Says how large the error of the products of an activation is once its channels are divided.
 *
 * <p>Implementations must be safe for use by many threads.
 */
public interface SmoothingEvaluator {

    /**
     * Returns the error of the products that read an activation.
     *
     * @param tensor the name of the activation
     * @param factors what each channel is divided by, and its weights are multiplied by
     * @return the error; only the order of the errors of one tensor matters
     */
    double error(String tensor, float[] factors);
}
