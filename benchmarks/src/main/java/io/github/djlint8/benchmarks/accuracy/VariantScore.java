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
package io.github.djlint8.benchmarks.accuracy;

import io.github.djlint8.calibration.evaluate.ComparisonRow;
import io.github.djlint8.calibration.metric.DivergenceScore;

/**
 * What a variant of a tagger is worth.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param row score, agreement and latency beside the first variant
 * @param divergence how far the label distributions of words are from those of the first variant
 */
public record VariantScore(ComparisonRow row, DivergenceScore divergence) {}
