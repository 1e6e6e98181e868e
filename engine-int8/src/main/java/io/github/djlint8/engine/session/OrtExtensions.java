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

import ai.djl.engine.EngineException;
import ai.djl.util.ClassLoaderUtils;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;

/**
 * The operators of onnxruntime-extensions, registered where its jar is on the class path.
 *
 * <p>Models with tokenizers inside need them; DJL's engine OnnxRuntime registers them too.
 */
final class OrtExtensions {

    private static final String PACKAGE = "ai.onnxruntime.extensions.OrtxPackage";

    private OrtExtensions() {}

    /** Registers the operators unless the caller brings a library of his own. */
    static void register(SessionOptions options, SessionConfig config) throws OrtException {
        if (config.has("customOpLibrary")) {
            return;
        }
        Class<?> found;
        try {
            found = Class.forName(PACKAGE, true, ClassLoaderUtils.getContextClassLoader());
        } catch (ClassNotFoundException e) {
            return;
        }
        try {
            String library = (String) found.getMethod("getLibraryPath").invoke(null);
            options.registerCustomOpLibrary(library);
        } catch (ReflectiveOperationException e) {
            throw new EngineException("onnxruntime-extensions cannot be used: " + e, e);
        }
    }
}
