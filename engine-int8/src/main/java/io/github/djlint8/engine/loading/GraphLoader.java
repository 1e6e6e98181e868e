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
package io.github.djlint8.engine.loading;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.Digests;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.api.QuantizationConfig;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.engine.session.ModelSession;
import io.github.djlint8.onnx.ModelHash;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.quantize.DynamicQuantizer;
import io.github.djlint8.onnx.quantize.QuantizationResult;
import io.github.djlint8.onnx.quantize.StaticQuantizer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the session that a decision asks for, quantizing if need be.
 *
 * <p>For one load, in one thread.
 */
public final class GraphLoader {

    private static final Logger logger = LoggerFactory.getLogger(GraphLoader.class);
    private static final String COMPRESSED = ".gz";

    private final ModelOptions options;
    private final OptionalInt gpu;

    /**
     * Creates a loader.
     *
     * @param options the options of the model
     * @param device the device of the model
     */
    public GraphLoader(ModelOptions options, Device device) {
        this.options = options;
        gpu = device.isGpu() ? OptionalInt.of(device.getDeviceId()) : OptionalInt.empty();
    }

    /**
     * Opens the session for a file.
     *
     * @param decision what to run
     * @return the session, owned by the caller
     * @throws MalformedModelException if the file is no model, or cannot be quantized or run
     * @throws IOException if the file cannot be read
     */
    public ModelSession open(PrecisionDecision decision)
            throws IOException, MalformedModelException {
        Path file = decision.file();
        if (!decision.quantize()) {
            warnIfPointless(file);
            return openFile(file);
        }
        QuantizedGraph graph = quantized(decision, options.cacheFolder().map(GraphCache::new));
        if (graph.file().isPresent()) {
            try {
                return ModelSession.open(graph.file().get(), options.session(), gpu);
            } catch (MalformedModelException e) {
                // Whether another process deleted it cannot be told: it may be there anew.
                logger.warn(
                        "Cached graph {} cannot be opened, quantizing again: {}",
                        graph.file().get(),
                        e.getMessage());
                graph = quantized(decision, Optional.empty());
            }
        }
        return graph.model().isPresent()
                ? openModel(graph.model().get(), file.toString())
                : openFile(file);
    }

    private QuantizedGraph quantized(PrecisionDecision decision, Optional<GraphCache> cache)
            throws IOException, MalformedModelException {
        return decision.table().isPresent()
                ? calibrated(decision.file(), decision.table().get(), cache)
                : dynamic(decision.file(), cache);
    }

    /**
     * Opens the session for a model that was read from a stream; it is not cached.
     *
     * @param model the model
     * @param quantize whether to quantize it if it is float
     * @return the session, owned by the caller
     * @throws MalformedModelException if the model cannot be quantized or run
     * @throws IOException if the model cannot be read
     */
    public ModelSession open(OnnxModel model, boolean quantize)
            throws IOException, MalformedModelException {
        OnnxModel toRun = quantize ? dynamic(model).orElse(model) : model;
        return openModel(toRun, "the model read from a stream");
    }

    private QuantizedGraph dynamic(Path file, Optional<GraphCache> cache)
            throws IOException, MalformedModelException {
        return cachedOrMade(
                cache,
                kept -> kept.contentHash(file),
                options.quantization(),
                file,
                () -> dynamic(OnnxModel.open(file)));
    }

    private QuantizedGraph calibrated(Path file, Path tableFile, Optional<GraphCache> cache)
            throws IOException, MalformedModelException {
        String hash = cache.isPresent() ? cache.get().contentHash(file) : ModelHash.of(file);
        String text = CalibrationFile.read(tableFile);
        StaticConfig config = options.calibrated();
        return cachedOrMade(
                cache,
                // Only a table that was good has led to an entry.
                kept -> Digests.of(List.of(hash, text)),
                config,
                file,
                () -> {
                    CalibrationTable table = CalibrationFile.parse(text, tableFile, file, hash);
                    return quantize(
                            OnnxModel.open(file),
                            model -> StaticQuantizer.quantize(model, table, config));
                });
    }

    private static QuantizedGraph cachedOrMade(
            Optional<GraphCache> cache,
            ContentKey key,
            QuantizationConfig config,
            Path file,
            GraphCache.Quantizer quantizer)
            throws IOException, MalformedModelException {
        return cache.isPresent()
                ? cache.get().get(key.in(cache.get()), config, file, quantizer)
                : QuantizedGraph.of(quantizer.quantize());
    }

    /** Tells what a graph is made from; asked only if there is a cache, for it may cost time. */
    @FunctionalInterface
    private interface ContentKey {
        String in(GraphCache cache) throws IOException, MalformedModelException;
    }

    private ModelSession openFile(Path file) throws IOException, MalformedModelException {
        return file.toString().endsWith(COMPRESSED)
                ? openModel(OnnxModel.open(file), file.toString())
                : ModelSession.open(file, options.session(), gpu);
    }

    private ModelSession openModel(OnnxModel model, String name)
            throws IOException, MalformedModelException {
        ByteBuffer bytes = ModelWriter.toBuffer(model);
        return ModelSession.open(bytes, name, options.session(), gpu);
    }

    private Optional<OnnxModel> dynamic(OnnxModel model) throws MalformedModelException {
        return quantize(model, m -> DynamicQuantizer.quantize(m, options.quantization()));
    }

    /** Returns the quantized model; empty if the model is quantized already. */
    private static Optional<OnnxModel> quantize(OnnxModel model, Method method)
            throws MalformedModelException {
        if (DynamicQuantizer.isQuantized(model)) {
            logger.info("The model is quantized already and runs as it is");
            return Optional.empty();
        }
        long start = System.nanoTime();
        QuantizationResult result = method.quantize(model);
        logger.info(
                "Quantized {} of {} layers in {} ms",
                result.report().quantizedLayers().size(),
                result.report().layers().size(),
                (System.nanoTime() - start) / 1_000_000);
        return Optional.of(result.model());
    }

    /** A way to quantize. */
    @FunctionalInterface
    private interface Method {
        QuantizationResult quantize(OnnxModel model) throws MalformedModelException;
    }

    private void warnIfPointless(Path file) {
        if (!options.quantization().equals(DynamicConfig.defaults())) {
            logger.warn(
                    "Options {} change nothing: {} is run as it is", options.quantization(), file);
        }
    }
}
