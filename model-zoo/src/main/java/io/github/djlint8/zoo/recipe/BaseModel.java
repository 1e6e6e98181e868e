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
package io.github.djlint8.zoo.recipe;

import com.google.gson.JsonObject;

/**
 * The public encoder that a recipe starts from, a file inside a Maven artifact.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param coordinates the Maven coordinates of the artifact, group:artifact:version
 * @param model the class-path resource with the ONNX model
 * @param tokenizer the class-path resource with the tokenizer
 * @param output the output of the model that the classifier reads
 * @param config what {@code config.json} says of the encoder
 */
public record BaseModel(
        String coordinates,
        ClassPathFile model,
        ClassPathFile tokenizer,
        String output,
        JsonObject config) {

    /** {@inheritDoc} */
    @Override
    public JsonObject config() {
        return config.deepCopy();
    }
}
