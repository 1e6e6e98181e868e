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
package io.github.djlint8.onnx.quantize;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.Tensor;
import java.util.List;
import java.util.Optional;

/** Adds a constant vector to the result of a product, in its bias where it has one. */
final class ProductBias {

    private static final int ATTENTION_BIAS = 3;
    private static final int SKIP_BIAS = 4;

    private final Graph graph;

    ProductBias(Graph graph) {
        this.graph = graph;
    }

    /** The input of a node that holds the bias, and where in it the product's part begins. */
    private record Site(Node node, int input, int offset) {}

    /**
     * Adds a vector to a product.
     *
     * @param product the node of the product
     * @param vector what to add, one value for each output channel
     * @throws MalformedModelException if the data of an initializer do not fit its shape
     */
    void add(Node product, float[] vector) throws MalformedModelException {
        Optional<Site> site = site(product, vector.length);
        if (site.isPresent()) {
            addTo(site.get(), vector);
        } else {
            insert(product, vector);
        }
    }

    private void addTo(Site site, float[] vector) throws MalformedModelException {
        Node node = site.node();
        Tensor bias = graph.constant(node.input(site.input())).orElseThrow();
        float[] values = bias.toFloats();
        for (int n = 0; n < vector.length; n++) {
            values[site.offset() + n] += vector[n];
        }
        String name = graph.uniqueName(bias.name() + "/corrected");
        graph.putInitializer(Tensor.ofFloats(name, values, bias.dims()));
        String[] inputs = node.inputs().toArray(new String[0]);
        inputs[site.input()] = name;
        graph.replace(node, node.withInputs(inputs));
    }

    private void insert(Node product, float[] vector) {
        String output = product.output(0);
        String uncorrected = graph.uniqueName(output + "/uncorrected");
        String correction = graph.uniqueName(output + "/correction");
        graph.putInitializer(Tensor.ofFloats(correction, vector, vector.length));
        graph.replace(product, product.withOutputs(uncorrected));
        graph.add(
                Node.builder("Add", graph.uniqueName(product.label() + "/correct"))
                        .addInputs(uncorrected, correction)
                        .addOutputs(output)
                        .build());
    }

    private Optional<Site> site(Node product, int channels) throws MalformedModelException {
        String output = product.output(0);
        List<Node> readers = graph.consumers(output);
        if (product.is("Gemm")) {
            boolean plain = product.attribute("beta", 1f) == 1f;
            return plain && isVector(product.input(2), channels)
                    ? Optional.of(new Site(product, 2, 0))
                    : Optional.empty();
        }
        if (readers.size() != 1 || graph.isOutput(output)) {
            return Optional.empty();
        }
        Node reader = readers.get(0);
        int at = reader.inputs().indexOf(output);
        if (at < 0 || at != reader.inputs().lastIndexOf(output)) {
            return Optional.empty();
        }
        int bias = biasInput(reader, at);
        int parts = bias == ATTENTION_BIAS ? ATTENTION_BIAS : 1;
        int offset = bias == ATTENTION_BIAS ? at * channels : 0;
        boolean fits = bias >= 0 && isVector(reader.input(bias), parts * channels);
        return fits ? Optional.of(new Site(reader, bias, offset)) : Optional.empty();
    }

    /** Returns the index of the input that is added to a product, or -1. */
    private static int biasInput(Node reader, int product) {
        if (reader.is("Add")) {
            return 1 - product;
        }
        if (!reader.domain().equals(Node.MICROSOFT)) {
            return -1;
        }
        return switch (reader.opType()) {
            case "BiasGelu", "FastGelu" -> product == 0 ? 1 : -1;
            case "SkipLayerNormalization" -> product < 2 ? SKIP_BIAS : -1;
            case "MultiHeadAttention" -> product < ATTENTION_BIAS ? ATTENTION_BIAS : -1;
            default -> -1;
        };
    }

    private boolean isVector(String tensor, int length) throws MalformedModelException {
        return graph.constant(tensor)
                .filter(t -> t.type() == ElementType.FLOAT && t.elementCount() == length)
                .filter(t -> t.rank() > 0 && t.dim(t.rank() - 1) == length)
                .isPresent();
    }
}
