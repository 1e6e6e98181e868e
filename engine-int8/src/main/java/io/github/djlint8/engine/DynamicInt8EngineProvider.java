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

import ai.djl.engine.Engine;
import ai.djl.engine.EngineProvider;

/** The provider of the engine DynamicInt8, which starts at the first use. Threads may share it. */
public class DynamicInt8EngineProvider implements EngineProvider {

    /** {@inheritDoc} */
    @Override
    public String getEngineName() {
        return Int8Engine.DYNAMIC_ENGINE_NAME;
    }

    /** {@inheritDoc} */
    @Override
    public int getEngineRank() {
        return Int8Engine.DYNAMIC_RANK;
    }

    /** {@inheritDoc} */
    @Override
    public Engine getEngine() {
        return Holder.INSTANCE;
    }

    private static final class Holder {
        static final Engine INSTANCE = Int8Engine.newInstance(Int8Engine.DYNAMIC_ENGINE_NAME);
    }
}
