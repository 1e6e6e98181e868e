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
package io.github.djlint8.engine.session;

import ai.djl.MalformedModelException;
import ai.djl.engine.EngineException;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session of ONNX Runtime with the options that it was made with; it owns both.
 *
 * <p>Many threads may run it at once; closing waits for them.
 */
public final class ModelSession implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(ModelSession.class);

    private final OrtSession session;
    private final SessionOptions ownedOptions;
    // Freeing a session under a running call would crash the virtual machine.
    private final ReadWriteLock inUse = new ReentrantReadWriteLock();
    private volatile boolean closed;
    private boolean optionsClosed;

    private ModelSession(OrtSession session, SessionOptions ownedOptions) {
        this.session = session;
        this.ownedOptions = ownedOptions;
    }

    /**
     * Opens a session on a file.
     *
     * @param file the graph
     * @param config the settings
     * @param gpu the GPU to run on; empty for the CPU
     * @return the session
     * @throws MalformedModelException if ONNX Runtime cannot load the graph
     * @throws IllegalArgumentException if it refuses a setting
     * @throws EngineException if there is no CUDA for the GPU
     */
    public static ModelSession open(Path file, SessionConfig config, OptionalInt gpu)
            throws MalformedModelException {
        return open(
                (env, options) -> env.createSession(file.toString(), options),
                file.toString(),
                config,
                gpu);
    }

    /**
     * Opens a session on a graph in memory.
     *
     * @param graph the graph, in a direct buffer that is not needed afterwards
     * @param name what errors call the graph
     * @param config the settings
     * @param gpu the GPU to run on; empty for the CPU
     * @return the session
     * @throws MalformedModelException if ONNX Runtime cannot load the graph
     * @throws IllegalArgumentException if it refuses a setting
     * @throws EngineException if there is no CUDA for the GPU
     */
    public static ModelSession open(
            ByteBuffer graph, String name, SessionConfig config, OptionalInt gpu)
            throws MalformedModelException {
        return open((env, options) -> env.createSession(graph, options), name, config, gpu);
    }

    /**
     * Runs the session; many threads may do so at once.
     *
     * @param inputs the inputs, by name
     * @param requested the outputs that ONNX Runtime allocates
     * @param pinned the outputs that the caller allocated
     * @return the outputs, the pinned ones first; the caller closes it
     * @throws OrtException if ONNX Runtime fails
     * @throws IllegalStateException if the session is closed
     */
    public OrtSession.Result run(
            Map<String, ? extends OnnxTensorLike> inputs,
            Set<String> requested,
            Map<String, ? extends OnnxValue> pinned)
            throws OrtException {
        inUse.readLock().lock();
        try {
            return session().run(inputs, requested, pinned);
        } finally {
            inUse.readLock().unlock();
        }
    }

    /**
     * Returns the session, to ask about inputs, outputs and metadata.
     *
     * @return the session, owned by this object
     * @throws IllegalStateException if it is closed
     */
    public OrtSession session() {
        if (closed) {
            throw new IllegalStateException("The model is closed");
        }
        return session;
    }

    /** Waits for running calls, then frees the session; a second call does nothing. */
    @Override
    public void close() {
        inUse.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                session.close();
            }
        } catch (OrtException e) {
            throw new EngineException("Cannot close the session: " + e.getMessage(), e);
        } finally {
            closeOptions();
            inUse.writeLock().unlock();
        }
    }

    private void closeOptions() {
        if (ownedOptions != null && !optionsClosed) {
            optionsClosed = true;
            ownedOptions.close();
        }
    }

    private static ModelSession open(
            Opener opener, String name, SessionConfig config, OptionalInt gpu)
            throws MalformedModelException {
        if (gpu.isPresent()) {
            requireCuda(gpu.getAsInt());
        } else if (!config.cuda().isEmpty()) {
            logger.info("Options of CUDA wait for a GPU: {}", config.cuda());
        }
        OrtEnvironment environment = OrtRuntime.environment();
        // Operators of custom libraries live in the options, which must outlive the session.
        SessionOptions owned = config.base().isPresent() ? null : new SessionOptions();
        OrtSession session = null;
        try {
            SessionOptions options = config.base().orElse(owned);
            config.applyTo(options);
            OrtExtensions.register(options, config);
            if (gpu.isPresent()) {
                addCuda(options, gpu.getAsInt(), config.cuda());
            }
            session = opener.open(environment, options);
            return new ModelSession(session, owned);
        } catch (OrtException e) {
            throw new MalformedModelException(
                    "ONNX Runtime "
                            + environment.getVersion()
                            + " cannot load "
                            + name
                            + ": "
                            + e.getMessage(),
                    e);
        } finally {
            if (session == null && owned != null) {
                owned.close();
            }
        }
    }

    private static void requireCuda(int deviceId) {
        if (!OrtRuntime.hasCuda()) {
            throw new EngineException(
                    "Device gpu("
                            + deviceId
                            + ") needs CUDA: put com.microsoft.onnxruntime:onnxruntime_gpu"
                            + " in place of com.microsoft.onnxruntime:onnxruntime on the class"
                            + " path of a machine with an NVIDIA GPU and driver. Execution"
                            + " providers found: "
                            + OrtRuntime.providers());
        }
    }

    private static void addCuda(SessionOptions options, int deviceId, Map<String, String> entries) {
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(deviceId)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                cuda.add(entry.getKey(), entry.getValue());
            }
            options.addCUDA(cuda);
        } catch (OrtException e) {
            throw new EngineException(
                    "Cannot use gpu("
                            + deviceId
                            + ") with CUDA options "
                            + entries
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    @FunctionalInterface
    private interface Opener {
        OrtSession open(OrtEnvironment environment, SessionOptions options) throws OrtException;
    }
}
