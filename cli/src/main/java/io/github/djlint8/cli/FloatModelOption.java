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
package io.github.djlint8.cli;

import io.github.djlint8.cli.calibrate.FloatModel;
import java.io.IOException;
import picocli.CommandLine.Option;

/** The option {@code --model} of commands that take any float model. */
final class FloatModelOption {

    @Option(
            names = "--model",
            required = true,
            paramLabel = "MODEL",
            description =
                    "The float model: a name from 'djl-int8 models', a folder with model.onnx, or"
                            + " an ONNX file.")
    private String name;

    /** Returns what the user named. */
    String name() {
        return name;
    }

    /**
     * Finds the model.
     *
     * @return the model, made if it is one of the zoo and not there yet
     * @throws IOException if there is no such model, or it cannot be made
     */
    FloatModel find() throws IOException {
        return FloatModel.find(name);
    }
}
