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
 * What an epoch led to.
 *
 * @param epoch its number, from 1 on
 * @param steps all steps so far
 * @param loss the mean loss of its labelled tokens, while they were trained on
 * @param score the score on the held-out sentences after it
 */
public record EpochResult(int epoch, int steps, double loss, double score) {}
