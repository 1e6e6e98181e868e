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

import ai.djl.MalformedModelException;
import java.io.IOException;
import java.nio.file.Path;

/** In what form an artifact keeps a base encoder. Implementations are immutable. */
public sealed interface BaseSource permits OnnxSource, TensorFlowSource {

    /**
     * Returns the file that the weights come from.
     *
     * @return the file, whose hash tells one encoder from another
     */
    ClassPathFile weights();

    /**
     * Reads the encoder.
     *
     * @param base the encoder
     * @param scratch an empty folder for files that have to be on disk, as long as the result is
     *     used
     * @return the encoder
     * @throws java.io.FileNotFoundException if the artifact is not there
     * @throws MalformedModelException if the weights are not those of the encoder
     * @throws IOException if a file is not the expected one or cannot be read
     */
    UnpackedBase unpack(BaseModel base, Path scratch) throws IOException, MalformedModelException;
}
