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
package io.github.djlint8.cli.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files of a training.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param train the corpora to train on
 * @param dev the corpus to score
 * @param license their licence as the user gives it
 */
public record TrainingData(List<Path> train, Path dev, Optional<String> license) {

    /** Copies the list. */
    public TrainingData {
        train = List.copyOf(train);
    }
}
