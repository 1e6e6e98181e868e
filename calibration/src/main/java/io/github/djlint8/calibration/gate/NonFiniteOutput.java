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
 * An output of a model with values that are not finite.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param output the name of the output, or its index if it has none
 * @param nan how many values are not a number
 * @param infinite how many values are infinite
 * @param values how many values were looked at
 */
public record NonFiniteOutput(String output, long nan, long infinite, long values) {}
