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
package io.github.djlint8.onnx.pass;

import io.github.djlint8.onnx.OnnxModel;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The operator sets that a model imports, and those that passes add to it.
 *
 * <p>Not safe for use by many threads.
 */
public final class Opsets {

    private final OnnxModel model;
    private final Map<String, Long> required = new LinkedHashMap<>();

    /**
     * Creates the operator sets of a model.
     *
     * @param model the model
     */
    public Opsets(OnnxModel model) {
        this.model = model;
    }

    /**
     * Returns the version of an operator set.
     *
     * @param domain the domain; empty for the standard one
     * @return the version, 0 if the model does not import the domain
     */
    public long version(String domain) {
        return Math.max(model.opset(domain), required.getOrDefault(domain, 0L));
    }

    /**
     * Asks for an operator set that a pass has used.
     *
     * @param domain the domain; empty for the standard one
     * @param version the version needed; a higher one present is kept
     */
    public void require(String domain, long version) {
        required.merge(domain, version, Math::max);
    }

    /**
     * Returns a model that imports what was asked for.
     *
     * @param target the model
     * @return the model with its operator sets
     */
    OnnxModel addTo(OnnxModel target) {
        OnnxModel result = target;
        for (Map.Entry<String, Long> entry : required.entrySet()) {
            result = result.withOpset(entry.getKey(), entry.getValue());
        }
        return result;
    }
}
