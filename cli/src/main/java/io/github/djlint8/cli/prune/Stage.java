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
package io.github.djlint8.cli.prune;

/**
 * A tagger before or after a step of pruning.
 *
 * @param name what was done last
 * @param parameters the number of its parameters
 * @param bytes the size of its model file
 * @param score its score on the held-out corpus
 */
public record Stage(String name, long parameters, long bytes, double score) {}
