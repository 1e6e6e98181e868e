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
package io.github.djlint8.benchmarks.peer;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ModelException;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.Translator;
import io.github.djlint8.onnx.ModelHash;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The ways to run a float model that are compared; the first is what others are held against. */
public enum Peer {
    /** The float model in DJL's engine OnnxRuntime: what a program has today. */
    FLOAT32("OnnxRuntime", Map.of()),
    /** Engine Int8 as it comes: calibrated where a table lies beside the model, else by token. */
    INT8("Int8", Map.of()),
    /** Engine Int8 with dynamic ranges: one scale for each token. */
    INT8_TOKEN("Int8", Map.of("activations", "token")),
    /** Engine Int8, one scale for a whole activation. */
    INT8_TENSOR("Int8", Map.of("activations", "tensor")),
    /** {@link ReferenceDynamicRecipe} in DJL's engine OnnxRuntime. */
    REFERENCE("OnnxRuntime", Map.of()) {
        @Override
        Path folder(BenchmarkModel model) throws IOException, MalformedModelException {
            return reference(model, false);
        }
    },
    /** The same with a scale for each column of the weights. */
    REFERENCE_PER_CHANNEL("OnnxRuntime", Map.of()) {
        @Override
        Path folder(BenchmarkModel model) throws IOException, MalformedModelException {
            return reference(model, true);
        }
    },
    /** The published file of that recipe, the encoder alone, in DJL's engine OnnxRuntime. */
    PUBLISHED("OnnxRuntime", Map.of()) {
        @Override
        public boolean supports(BenchmarkModel model) {
            return model == BenchmarkModel.MINILM;
        }

        @Override
        Path folder(BenchmarkModel model) throws IOException {
            Path folder = BenchmarkModel.cache("published", model.name());
            Path file = folder.resolve("published").resolve(MODEL_FILE);
            if (Files.notExists(file)) {
                Files.createDirectories(folder);
                return new Encoder(folder).published().getParent();
            }
            return file.getParent();
        }
    },
    /** Float32 in DJL's engine PyTorch: Blocks, one thread, operator by operator. */
    PYTORCH("PyTorch", Map.of()) {
        @Override
        public boolean supports(BenchmarkModel model) {
            return Engine.hasEngine("PyTorch");
        }

        @Override
        public Model load(BenchmarkModel model, int threads, Map<String, String> more)
                throws IOException, ModelException {
            return PyTorchPeer.load(model);
        }

        @Override
        public Translator<NDList, NDList> translator() {
            return new ScopedTranslator();
        }
    };

    private static final String MODEL_FILE = "model.onnx";
    private static final String PYTORCH_THREADS = "ai.djl.pytorch.num_threads";

    static {
        // DJL reads it once, as soon as any engine looks for another one to help it
        if (System.getProperty(PYTORCH_THREADS) == null) {
            System.setProperty(PYTORCH_THREADS, "1");
        }
    }

    private final String engine;
    private final Map<String, String> options;

    Peer(String engine, Map<String, String> options) {
        this.engine = engine;
        this.options = options;
    }

    /**
     * Returns whether a model can be run this way.
     *
     * @param model the model
     * @return whether it can
     */
    public boolean supports(BenchmarkModel model) {
        return true;
    }

    /**
     * Returns the ways to run a model.
     *
     * @param model the model
     * @return the ways, in their order
     */
    public static List<Peer> of(BenchmarkModel model) {
        return Arrays.stream(values()).filter(peer -> peer.supports(model)).toList();
    }

    /**
     * Loads a model.
     *
     * @param model which one
     * @param threads the threads inside an operator
     * @return the model, arrays in and arrays out; the caller closes it
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if the model cannot be quantized or loaded
     */
    public Model load(BenchmarkModel model, int threads) throws IOException, ModelException {
        return load(model, threads, Map.of());
    }

    /**
     * Loads a model with more options.
     *
     * @param model which one
     * @param threads the threads inside an operator
     * @param more options of the engine, which PyTorch does not take
     * @return the model, arrays in and arrays out; the caller closes it
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if the model cannot be quantized or loaded
     */
    public Model load(BenchmarkModel model, int threads, Map<String, String> more)
            throws IOException, ModelException {
        Criteria.Builder<NDList, NDList> criteria =
                Criteria.builder()
                        .setTypes(NDList.class, NDList.class)
                        .optEngine(engine)
                        .optModelPath(folder(model))
                        .optModelName("model")
                        .optTranslator(new NoopTranslator())
                        .optOption("intraOpNumThreads", String.valueOf(threads));
        options.forEach(criteria::optOption);
        more.forEach(criteria::optOption);
        return criteria.build().loadModel();
    }

    /**
     * Returns what hands arrays to the model and back.
     *
     * @return the translator
     */
    public Translator<NDList, NDList> translator() {
        return new NoopTranslator();
    }

    Path folder(BenchmarkModel model) throws IOException, MalformedModelException {
        return model.folder();
    }

    private static Path reference(BenchmarkModel model, boolean perChannel)
            throws IOException, MalformedModelException {
        Path source = model.folder().resolve(MODEL_FILE);
        String kind = perChannel ? "reference-per-channel" : "reference";
        Path folder = BenchmarkModel.cache(kind, ModelHash.of(source));
        Path file = folder.resolve(MODEL_FILE);
        if (Files.notExists(file)) {
            Files.createDirectories(folder);
            OnnxModel parsed = OnnxModel.open(source);
            ModelWriter.write(ReferenceDynamicRecipe.quantize(parsed, perChannel), file);
        }
        return folder;
    }
}
