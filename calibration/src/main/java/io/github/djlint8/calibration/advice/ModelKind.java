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
package io.github.djlint8.calibration.advice;

import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import java.util.Set;
import java.util.function.Predicate;

/** The kinds of models that quantization treats differently. */
public enum ModelKind {
    /** An encoder such as BERT: its time goes into products with constant weights. */
    TRANSFORMER("transformer"),
    /** A generator of text, which reads all its weights for each token. */
    GENERATOR("generator"),
    /** A convolutional network. */
    CNN("cnn"),
    /** A recurrent network. */
    RNN("rnn");

    private static final Set<String> RECURRENT = Set.of("LSTM", "GRU", "RNN");
    private static final Set<String> PRODUCTS = Set.of("MatMul", "Gemm");

    private final String option;

    ModelKind(String option) {
        this.option = option;
    }

    /**
     * Tells the kind of a graph by its operators: recurrent ones; more convolutions than products;
     * inputs that hold the keys and values of earlier tokens, as generators have them.
     *
     * @param graph the float graph
     * @return the kind; a transformer if nothing speaks against it
     */
    public static ModelKind of(Graph graph) {
        if (count(graph, RECURRENT::contains) > 0) {
            return RNN;
        }
        if (count(graph, "Conv"::equals) > count(graph, PRODUCTS::contains)) {
            return CNN;
        }
        boolean remembers =
                graph.inputs().stream().anyMatch(input -> input.getName().startsWith("past"));
        return remembers ? GENERATOR : TRANSFORMER;
    }

    private static long count(Graph graph, Predicate<String> operator) {
        return graph.nodes().stream().map(Node::opType).filter(operator).count();
    }

    /**
     * Returns the spelling in options and files.
     *
     * @return the spelling
     */
    public String option() {
        return option;
    }
}
