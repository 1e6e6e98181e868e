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

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.checkpoint.Safetensors;
import io.github.djlint8.onnx.checkpoint.SafetensorsReader;
import io.github.djlint8.onnx.checkpoint.SafetensorsWriter;
import io.github.djlint8.training.optimize.DecoupledAdam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Saves and restores a training: weights that are trained, moments, and how far it has come.
 *
 * <p>Dropout and order depend on seed and step only, so that this is all. Not safe for use by many
 * threads.
 */
final class TuningCheckpoint {

    private static final String CHECKPOINT = "checkpoint.safetensors";
    private static final String BEST = "best.safetensors";
    private static final String STATE = "state";
    private static final String DIGEST = "digest";
    private static final Gson GSON = new Gson();

    private final Path folder;
    private final List<Parameter> parameters;
    private final String digest;

    /** Creates the files' keeper; {@code digest} tells one training from another. */
    TuningCheckpoint(Path folder, List<Parameter> parameters, String digest) {
        this.folder = folder;
        this.parameters = parameters;
        this.digest = digest;
    }

    boolean exists() {
        return Files.isRegularFile(folder.resolve(CHECKPOINT));
    }

    void save(TuningState state, DecoupledAdam optimizer) throws IOException {
        SafetensorsWriter writer = writer();
        optimizer.state().forEach((name, array) -> add(writer, name, array));
        writer.addMetadata(Map.of(STATE, GSON.toJson(state)));
        writer.write(folder.resolve(CHECKPOINT));
    }

    TuningState restore(DecoupledAdam optimizer) throws IOException, MalformedModelException {
        Safetensors file = read(CHECKPOINT);
        for (Parameter parameter : parameters) {
            String name = parameter.getName();
            if (file.find("mean." + name).isPresent()) {
                optimizer.restore(
                        parameter,
                        tensor(file, "mean." + name, parameter).asFloatBuffer(),
                        tensor(file, "variance." + name, parameter).asFloatBuffer());
            }
        }
        try {
            TuningState state =
                    GSON.fromJson(file.metadata().getOrDefault(STATE, ""), TuningState.class);
            if (state == null) {
                throw new MalformedModelException(file.source() + " has no state of a training");
            }
            return state;
        } catch (JsonParseException e) {
            throw new MalformedModelException(
                    file.source() + " has a state that cannot be read", e);
        }
    }

    void saveBest() throws IOException {
        writer().write(folder.resolve(BEST));
    }

    void restoreBest() throws IOException, MalformedModelException {
        read(BEST);
    }

    private SafetensorsWriter writer() {
        SafetensorsWriter writer = new SafetensorsWriter().addMetadata(Map.of(DIGEST, digest));
        parameters.forEach(p -> add(writer, p.getName(), p.getArray()));
        return writer;
    }

    private static void add(SafetensorsWriter writer, String name, NDArray array) {
        writer.add(name, array.getShape().getShape(), array::toByteBuffer);
    }

    /** Reads a file and sets the parameters to what it holds. */
    private Safetensors read(String name) throws IOException, MalformedModelException {
        Safetensors file = SafetensorsReader.read(folder.resolve(name));
        if (!digest.equals(file.metadata().get(DIGEST))) {
            throw new IllegalArgumentException(
                    file.source()
                            + " belongs to a training with other data, labels or settings; resume"
                            + " with those, or train in another folder");
        }
        for (Parameter parameter : parameters) {
            Tensor tensor = tensor(file, parameter.getName(), parameter);
            parameter.getArray().set(tensor.asFloatBuffer());
        }
        return file;
    }

    private static Tensor tensor(Safetensors file, String name, Parameter parameter)
            throws MalformedModelException {
        Tensor tensor = file.tensor(name);
        if (tensor.type() != ElementType.FLOAT
                || !Arrays.equals(tensor.dims(), parameter.getShape().getShape())) {
            throw new MalformedModelException(
                    file.source() + " has " + tensor + ", expected " + parameter.getShape());
        }
        return tensor;
    }
}
