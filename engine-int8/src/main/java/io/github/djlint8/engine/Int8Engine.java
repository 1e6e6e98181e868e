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

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.NDManager;
import io.github.djlint8.engine.loading.ToolVersion;
import io.github.djlint8.engine.session.CpuFeatures;
import io.github.djlint8.engine.session.OrtRuntime;

/**
 * The engines Int8 and DynamicInt8 on ONNX Runtime.
 *
 * <p>Threads may share an engine.
 */
public final class Int8Engine extends Engine {

    /** The engine that uses calibrated ranges where there are some. */
    public static final String ENGINE_NAME = "Int8";

    /** The engine that always measures the ranges of activations while it runs. */
    public static final String DYNAMIC_ENGINE_NAME = "DynamicInt8";

    static final int RANK = 11;
    static final int DYNAMIC_RANK = 12;

    private static final String ALTERNATIVE = "PyTorch";
    private static final String DISABLE_ALTERNATIVE = "ai.djl.int8.disable_alternative";

    private final String name;
    private final Int8NDManager systemManager;

    private Int8Engine(String name) {
        this.name = name;
        systemManager = new SystemManager();
    }

    static Int8Engine newInstance(String name) {
        return new Int8Engine(name);
    }

    boolean isAlwaysDynamic() {
        return DYNAMIC_ENGINE_NAME.equals(name);
    }

    Int8NDManager systemManager() {
        return systemManager;
    }

    /**
     * Returns the engine that runs an operation which arrays here do not implement.
     *
     * @param operation the name of the operation, for the error
     * @return the engine, started now if it was not
     * @throws UnsupportedOperationException if there is none, or if the system property
     *     ai.djl.int8.disable_alternative is true
     */
    Engine alternative(String operation) {
        if (Boolean.getBoolean(DISABLE_ALTERNATIVE)) {
            throw new UnsupportedOperationException(
                    "Operation "
                            + operation
                            + " is not implemented by Int8NDArray, and "
                            + DISABLE_ALTERNATIVE
                            + "=true forbids PyTorch");
        }
        if (!Engine.hasEngine(ALTERNATIVE)) {
            throw new UnsupportedOperationException(
                    "Operation "
                            + operation
                            + " is not implemented by Int8NDArray: add"
                            + " ai.djl.pytorch:pytorch-engine to the class path");
        }
        return Engine.getEngine(ALTERNATIVE);
    }

    /**
     * {@inheritDoc}
     *
     * <p>There is none: DJL would start it and make a manager of it for each manager of this
     * engine. Arrays find PyTorch by themselves when an operation needs it.
     */
    @Override
    public Engine getAlternativeEngine() {
        return null;
    }

    /** {@inheritDoc} */
    @Override
    public String getEngineName() {
        return name;
    }

    /** {@inheritDoc} */
    @Override
    public int getRank() {
        return ENGINE_NAME.equals(name) ? RANK : DYNAMIC_RANK;
    }

    /** {@inheritDoc} */
    @Override
    public String getVersion() {
        return ToolVersion.get();
    }

    /** {@inheritDoc} */
    @Override
    public boolean hasCapability(String capability) {
        return StandardCapabilities.CUDA.equals(capability) && OrtRuntime.hasCuda();
    }

    /**
     * {@inheritDoc}
     *
     * <p>The CPU, also where there is a GPU: it is there that INT8 runs.
     */
    @Override
    public Device defaultDevice() {
        return Device.cpu();
    }

    /** {@inheritDoc} */
    @Override
    public Model newModel(String modelName, Device device) {
        return new Int8Model(modelName, (Int8NDManager) newBaseManager(device), this);
    }

    /** {@inheritDoc} */
    @Override
    public NDManager newBaseManager() {
        return newBaseManager(null);
    }

    /** {@inheritDoc} */
    @Override
    public NDManager newBaseManager(Device device) {
        return systemManager.newSubManager(device);
    }

    /** {@inheritDoc} */
    @Override
    public String toString() {
        return name
                + ":"
                + getVersion()
                + ", ONNX Runtime:"
                + OrtRuntime.version()
                + ", execution providers: "
                + OrtRuntime.providers()
                + ", CPU: "
                + CpuFeatures.get();
    }

    /**
     * The root of all managers of this engine. It is never closed and therefore holds nothing.
     *
     * <p>An inner class, because the constructor of the base class already asks for the engine.
     */
    private final class SystemManager extends Int8NDManager implements NDManager.SystemNDManager {

        SystemManager() {
            super(null, Device.cpu());
        }

        /** {@inheritDoc} */
        @Override
        public Engine getEngine() {
            return Int8Engine.this;
        }

        /** {@inheritDoc} */
        @Override
        public void attachInternal(String resourceId, AutoCloseable... resources) {
            // nothing is held
        }

        /** {@inheritDoc} */
        @Override
        public void attachUncappedInternal(String resourceId, AutoCloseable resource) {
            // nothing is held
        }

        /** {@inheritDoc} */
        @Override
        public void detachInternal(String resourceId) {
            // nothing is held
        }

        /** {@inheritDoc} */
        @Override
        public void close() {
            // it lives as long as the process
        }
    }
}
