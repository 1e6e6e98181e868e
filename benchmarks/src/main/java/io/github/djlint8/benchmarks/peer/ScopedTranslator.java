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
package io.github.djlint8.benchmarks.peer;

import ai.djl.ndarray.NDList;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;

/**
 * Hands over arrays for the time of a prediction, so that what Blocks make on the way is freed at
 * its end. DJL gives it to the manager of the inputs, which lives as long as the model.
 *
 * <p>Safe for use by many threads, each with inputs of its own.
 */
final class ScopedTranslator implements NoBatchifyTranslator<NDList, NDList> {

    /** {@inheritDoc} */
    @Override
    public NDList processInput(TranslatorContext context, NDList input) {
        input.tempAttach(context.getNDManager());
        return input;
    }

    /** {@inheritDoc} */
    @Override
    public NDList processOutput(TranslatorContext context, NDList output) {
        output.detach();
        return output;
    }
}
