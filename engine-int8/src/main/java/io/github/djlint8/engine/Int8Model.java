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
import ai.djl.util.Utils;
import io.github.djlint8.api.OptionParser;
import io.github.djlint8.api.Precision;
import io.github.djlint8.engine.loading.GraphLoader;
import io.github.djlint8.engine.loading.ModelFiles;
import io.github.djlint8.engine.loading.ModelOptions;
import io.github.djlint8.engine.loading.PrecisionDecision;
import io.github.djlint8.engine.loading.PrecisionPolicy;
import io.github.djlint8.engine.session.ModelSession;
import io.github.djlint8.onnx.OnnxModel;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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
            throw new IllegalStateException(
                    "The model has no ONNX graph: it is not loaded yet, or has imperative Blocks");
        }
        return precision;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The path is a folder or a model file. In a folder, the prefix names the model; without
     * one, the name of this model, the name of the folder and {@code model} are tried in turn.
     *
     * <p>If imperative Blocks were set before, their parameters are read from the file {@code
     * prefix-0000.params} with the highest number, or with that of the option {@code epoch}.
     */
    @Override
    public void load(Path modelPath, String prefix, Map<String, ?> options)
            throws IOException, MalformedModelException {
        if (isImperative()) {
            loadParameters(modelPath, prefix, options);
            return;
        }
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

    /**
     * {@inheritDoc}
     *
     * <p>Only imperative Blocks can be saved; an ONNX graph is a file already. The file is written
     * beside and renamed.
     */
    @Override
    public void save(Path modelPath, String newModelName) throws IOException {
        if (!isImperative()) {
            throw new UnsupportedOperationException(
                    "Engine "
                            + engine.getEngineName()
                            + " saves imperative Blocks; copy the file of an ONNX model");
        }
        String name = newModelName == null || newModelName.isEmpty() ? modelName : newModelName;
        Files.createDirectories(modelPath);
        int epoch = Math.max(0, Utils.getCurrentEpoch(modelPath, name) + 1);
        if (getProperty("Epoch") != null) {
            epoch = Integer.parseInt(getProperty("Epoch"));
        }
        if (block.isInitialized() && !block.getChildren().isEmpty()) {
            // DJL forgets the names of inputs when it loads, and then cannot save.
            block.initialize(manager, dataType, block.getInputShapes());
        }
        Path unfinished = Files.createTempDirectory(modelPath, ".saving");
        try {
            super.save(unfinished, name);
            Path written = onlyFile(unfinished);
            String target = String.format(Locale.ROOT, "%s-%04d.params", name, epoch);
            Files.move(written, modelPath.resolve(target), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Utils.deleteQuietly(unfinished);
        }
        modelDir = modelPath.toAbsolutePath();
    }

    private static Path onlyFile(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findFirst().orElseThrow();
        }
    }

    private boolean isImperative() {
        return block != null && !(block instanceof Int8SymbolBlock);
    }

    private void loadParameters(Path modelPath, String prefix, Map<String, ?> options)
            throws IOException, MalformedModelException {
        OptionParser parser =
                new OptionParser("a model of Blocks of engine " + engine.getEngineName(), options);
        parser.ignore(List.of("modelName", "hasParameter", "epoch"));
        parser.finish();
        setModelDir(modelPath);
        loadBlock(prefix == null ? modelName : prefix, options);
        wasLoaded = true;
    }

    /** {@inheritDoc} */
    @Override
    protected Path paramPathResolver(String prefix, Map<String, ?> options) throws IOException {
        Path file = super.paramPathResolver(prefix, options);
        if (file == null) {
            throw new FileNotFoundException(
                    "There is no file "
                            + prefix
                            + "-0000.params in "
                            + modelDir
                            + ", which the Blocks of this model get their parameters from; a model"
                            + " without Blocks loads ONNX files");
        }
        return file;
    }

    /** {@inheritDoc} */
    @Override
    protected boolean readParameters(Path file, Map<String, ?> options)
            throws IOException, MalformedModelException {
        try {
            if (super.readParameters(file, options)) {
                return true;
            }
        } catch (EOFException e) {
            throw new MalformedModelException("Parameter file " + file + " ends too early", e);
        } catch (MalformedModelException | IllegalArgumentException e) {
            throw new MalformedModelException("Parameter file " + file + ": " + e.getMessage(), e);
        }
        throw new MalformedModelException(
                "Parameter file " + file + " does not begin with DJL@, as DJL's files do");
    }

    private void requireNoBlock() {
        if (block != null) {
            throw new UnsupportedOperationException("This model has a block already");
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
