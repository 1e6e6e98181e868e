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
package io.github.djlint8.onnx.checkpoint;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.Tensor;
import java.util.Optional;

/**
 * The variables of a BERT encoder in TensorFlow under the names of a Hugging Face checkpoint.
 *
 * <p>TensorFlow keeps kernels [in, out], as {@link #linear} returns them without a copy; otherwise
 * they are transposed. Immutable and safe for use by many threads.
 */
public final class TensorFlowNames implements NamedTensors {

    private static final String WORDS = "embeddings/word_embeddings";
    private static final String WEIGHT = ".weight";

    private final TensorBundle bundle;
    private final String scope;

    /**
     * Creates a view.
     *
     * @param bundle the variables, of which exactly one is a table of word embeddings
     * @throws MalformedModelException if the variables are not those of one BERT encoder
     */
    public TensorFlowNames(TensorBundle bundle) throws MalformedModelException {
        this.bundle = bundle;
        var found = bundle.names().stream().filter(n -> n.endsWith(WORDS)).toList();
        if (found.size() != 1) {
            throw new MalformedModelException(
                    bundle.source()
                            + " has "
                            + found.size()
                            + " variables that end with "
                            + WORDS
                            + ", expected one encoder");
        }
        scope = found.get(0).substring(0, found.get(0).length() - WORDS.length());
    }

    /** {@inheritDoc} */
    @Override
    public String source() {
        return bundle.source();
    }

    /** {@inheritDoc} */
    @Override
    public Optional<Tensor> find(String name) throws MalformedModelException {
        String variable = variable(name);
        Optional<Tensor> found = bundle.find(scope + variable);
        if (variable.endsWith("/kernel")) {
            found = found.map(Tensor::transposed);
        }
        return found.map(t -> t.withName(name));
    }

    /** {@inheritDoc} */
    @Override
    public Tensor linear(String layer) throws MalformedModelException {
        return bundle.tensor(scope + variable(layer + WEIGHT)).withName(layer + WEIGHT);
    }

    private static String variable(String name) {
        String path = name.replaceAll("layer\\.(\\d+)\\.", "layer_$1.").replace('.', '/');
        if (path.contains("/LayerNorm/")) {
            return path.replaceFirst("/weight$", "/gamma").replaceFirst("/bias$", "/beta");
        }
        return path.endsWith("_embeddings/weight")
                ? path.replaceFirst("/weight$", "")
                : path.replaceFirst("/weight$", "/kernel");
    }
}
