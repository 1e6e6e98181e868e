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
package io.github.djlint8.calibration.search;

import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import io.github.djlint8.onnx.OnnxModel;
import java.io.IOException;

/** Measures how far a variant of a model is from the float model. */
@FunctionalInterface
public interface TrialEvaluator {

    /**
     * Measures a variant.
     *
     * @param model the variant
     * @return its score
     * @throws IOException if the variant cannot be written for the engine to load
     * @throws ModelException if the engine refuses the variant
     * @throws TranslateException if the variant fails, or gives values that are not finite
     */
    TrialScore evaluate(OnnxModel model) throws IOException, ModelException, TranslateException;
}
