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
import io.github.djlint8.onnx.OnnxModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * An encoder as an ONNX file with its {@code tokenizer.json}.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param model the ONNX file
 * @param tokenizer the tokenizer
 * @param output the output of the model that a classifier reads
 */
public record OnnxSource(ClassPathFile model, ClassPathFile tokenizer, String output)
        implements BaseSource {

    /** {@inheritDoc} */
    @Override
    public ClassPathFile weights() {
        return model;
    }

    /** {@inheritDoc} */
    @Override
    public UnpackedBase unpack(BaseModel base, Path scratch)
            throws IOException, MalformedModelException {
        Path file = scratch.resolve("encoder.onnx");
        model.copyTo(base.coordinates(), file);
        byte[] json = tokenizer.read(base.coordinates());
        return new UnpackedBase(
                OnnxModel.open(file), output, new String(json, StandardCharsets.UTF_8));
    }
}
