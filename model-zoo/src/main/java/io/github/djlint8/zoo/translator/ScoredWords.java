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
package io.github.djlint8.zoo.translator;

/**
 * The labels of the words of a sentence with the logits behind them, for evaluation.
 *
 * <p>The arrays belong to who receives them; they are not copied.
 *
 * @param labels the label of each word
 * @param logits the logits of each word's first sub-word, word by word, in the order of the model's
 *     labels
 */
public record ScoredWords(String[] labels, float[] logits) {}
