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

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.util.cuda.CudaUtils;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import java.util.Collections;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one ONNX Runtime of this virtual machine, shared with DJL's engine {@code OnnxRuntime}.
 *
 * <p>Safe for use by many threads. Nothing native is touched before the first call.
 */
public final class OrtRuntime {

    private static final Logger logger = LoggerFactory.getLogger(OrtRuntime.class);
    private static final String DJL_ORT_ENGINE = "OnnxRuntime";

    private static volatile OrtEnvironment environment;

    private OrtRuntime() {}

    /**
     * Returns the environment, created on first use.
     *
     * @return the environment, owned by ONNX Runtime
     * @throws EngineException if the native library cannot be loaded
     */
    public static OrtEnvironment environment() {
        OrtEnvironment found = environment;
        return found == null ? firstEnvironment() : found;
    }

    private static synchronized OrtEnvironment firstEnvironment() {
        if (environment == null) {
            environment = createEnvironment();
        }
        return environment;
    }

    /**
     * Returns the version of the native library.
     *
     * @return the version
     */
    public static String version() {
        return environment().getVersion();
    }

    /**
     * Returns the execution providers that the native library was built with.
     *
     * @return the providers
     */
    public static Set<OrtProvider> providers() {
        return ProvidersHolder.PROVIDERS;
    }

    /**
     * Returns whether graphs can run on a GPU: the CUDA provider is there and so is a device.
     *
     * @return whether graphs can run on a GPU
     */
    public static boolean hasCuda() {
        return CudaHolder.AVAILABLE;
    }

    private static OrtEnvironment createEnvironment() {
        try {
            UsageReports.check();
            ExtractedLibrary.prepare();
            startOnnxRuntimeEngine();
            return newEnvironment();
        } catch (LinkageError e) {
            throw new EngineException(
                    "The native library of ONNX Runtime cannot be loaded on "
                            + System.getProperty("os.name")
                            + " "
                            + System.getProperty("os.arch")
                            + ": "
                            + e,
                    e);
        }
    }

    private static void startOnnxRuntimeEngine() {
        // DJL's OnnxRuntime engine asks for thread-pool options, which ONNX Runtime refuses once
        // an environment exists. It must therefore come first; getEnvironment() tolerates any.
        if (Engine.hasEngine(DJL_ORT_ENGINE)) {
            try {
                Engine.getEngine(DJL_ORT_ENGINE);
            } catch (LinkageError | IllegalStateException | EngineException e) {
                logger.warn(
                        "Engine {} cannot start, most likely because the application created its"
                                + " own OrtEnvironment first: {}",
                        DJL_ORT_ENGINE,
                        e.toString());
            }
        }
    }

    private static OrtEnvironment newEnvironment() {
        try (OrtEnvironment.ThreadingOptions threads = new OrtEnvironment.ThreadingOptions()) {
            // Only an environment made with such options has a pool that sessions may share.
            threads.setGlobalIntraOpNumThreads(Integer.getInteger("ai.djl.int8.num_threads", 0));
            threads.setGlobalInterOpNumThreads(
                    Integer.getInteger("ai.djl.int8.num_interop_threads", 0));
            return OrtEnvironment.getEnvironment(
                    OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING,
                    OrtEnvironment.DEFAULT_NAME,
                    threads);
        } catch (IllegalStateException e) {
            return OrtEnvironment.getEnvironment();
        } catch (OrtException e) {
            throw new EngineException("Cannot set the threads of ONNX Runtime", e);
        }
    }

    private static final class ProvidersHolder {
        static final Set<OrtProvider> PROVIDERS = readProviders();

        private static Set<OrtProvider> readProviders() {
            environment();
            return Collections.unmodifiableSet(OrtEnvironment.getAvailableProviders());
        }
    }

    private static final class CudaHolder {
        static final boolean AVAILABLE =
                providers().contains(OrtProvider.CUDA) && CudaUtils.getGpuCount() > 0;
    }
}
