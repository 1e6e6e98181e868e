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
package io.github.djlint8.engine;

import ai.djl.BaseModel;
import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.github.djlint8.api.Precision;
import io.github.djlint8.engine.loading.GraphLoader;
import io.github.djlint8.engine.loading.ModelFiles;
import io.github.djlint8.engine.loading.ModelOptions;
import io.github.djlint8.engine.loading.PrecisionDecision;
import io.github.djlint8.engine.loading.PrecisionPolicy;
import io.github.djlint8.engine.session.ModelSession;
import io.github.djlint8.onnx.OnnxModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model of the engines Int8 and DynamicInt8.
 *
 * <p>It owns its block and with it the session of ONNX Runtime. Threads may share a loaded model,
 * each with a predictor of its own. {@link #close()} may be called twice.
 */
public final class Int8Model extends BaseModel {

    private static final Logger logger = LoggerFactory.getLogger(Int8Model.class);

    private final Int8Engine engine;
    private Precision precision;

    Int8Model(String name, Int8NDManager manager, Int8Engine engine) {
        super(name);
        this.manager = manager;
        this.manager.setName("int8Model");
        this.engine = engine;
        dataType = DataType.FLOAT32;
    }

    /**
     * Returns the arithmetic that the model runs in.
     *
     * @return the precision
     * @throws IllegalStateException if the model is not loaded
     */
    public Precision getPrecision() {
        if (precision == null) {
            throw new IllegalStateException("The model is not loaded yet");
        }
        return precision;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The path is a folder or a model file. In a folder, the prefix names the model; without
     * one, the name of this model, the name of the folder and {@code model} are tried in turn.
     */
    @Override
    public void load(Path modelPath, String prefix, Map<String, ?> options)
            throws IOException, MalformedModelException {
        requireNoBlock();
        ModelOptions parsed = ModelOptions.parse(engine.getEngineName(), options);
        setModelDir(modelPath);
        ModelFiles files = ModelFiles.find(modelDir, names(prefix));
        modelDir = files.directory();
        if (Files.isRegularFile(modelPath)) {
            modelName = files.name();
        }
        Device device = manager.getDevice();
        PrecisionDecision decision =
                PrecisionPolicy.decide(device, engine.isAlwaysDynamic(), parsed.precision(), files);
        logger.info(
                "Model {} runs in {} from {}: {}",
                modelName,
                decision.precision().option(),
                decision.file(),
                decision.reason());
        takeOver(new GraphLoader(parsed, device).open(decision), decision.precision());
    }

    /**
     * {@inheritDoc}
     *
     * <p>The stream is a model in ONNX format with its weights inside; it is quantized unless it is
     * quantized already, or the device or the option {@code precision} ask for Float32.
     */
    @Override
    public void load(InputStream is, Map<String, ?> options)
            throws IOException, MalformedModelException {
        requireNoBlock();
        ModelOptions parsed = ModelOptions.parse(engine.getEngineName(), options);
        Device device = manager.getDevice();
        Precision wanted =
                device.isGpu() ? Precision.FLOAT32 : parsed.precision().orElse(Precision.DYNAMIC);
        ModelSession session =
                new GraphLoader(parsed, device)
                        .open(OnnxModel.read(is), wanted == Precision.DYNAMIC);
        takeOver(session, wanted);
        // DJL looks up artifacts in the folder of a model; one from a stream has an empty one.
        modelDir = Files.createTempDirectory("int8-model");
        Path folder = modelDir;
        manager.attachInternal(NDManager.nextUid(), () -> Files.deleteIfExists(folder));
    }

    private void requireNoBlock() {
        if (block != null) {
            throw new UnsupportedOperationException(
                    "Engine "
                            + engine.getEngineName()
                            + " runs ONNX graphs only; this model has a block already");
        }
    }

    private Set<String> names(String prefix) {
        Set<String> names = new LinkedHashSet<>();
        if (prefix != null) {
            names.add(prefix);
        } else {
            if (modelName != null) {
                names.add(modelName);
            }
            names.add(modelDir.getFileName().toString());
            names.add("model");
        }
        return names;
    }

    private void takeOver(ModelSession session, Precision runsIn) throws MalformedModelException {
        boolean done = false;
        try {
            Int8SymbolBlock loaded = new Int8SymbolBlock(session, (Int8NDManager) manager);
            manager.attachInternal(NDManager.nextUid(), loaded);
            block = loaded;
            done = true;
        } finally {
            if (!done) {
                session.close();
            }
        }
        precision = runsIn;
        wasLoaded = true;
    }
}
