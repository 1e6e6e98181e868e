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
package io.github.djlint8.zoo.text;

/**
 * The words of a sentence that an encoder reads at once, and those of them whose labels are taken.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param sentence the index of the sentence
 * @param begin the first word that is read
 * @param end the word after the last one that is read
 * @param keepBegin the first word whose label is taken
 * @param keepEnd the word after the last one whose label is taken
 * @param subwords the number of sub-words that are read
 */
public record Window(int sentence, int begin, int end, int keepBegin, int keepEnd, int subwords) {}
