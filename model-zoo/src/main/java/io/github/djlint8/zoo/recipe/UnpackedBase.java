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

import io.github.djlint8.onnx.OnnxModel;

/**
 * A base encoder, ready to be written or merged.
 *
 * @param model the graph, whose weights may lie in files
 * @param output the output that a classifier reads
 * @param tokenizer the content of {@code tokenizer.json}
 */
public record UnpackedBase(OnnxModel model, String output, String tokenizer) {}
