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
package io.github.djlint8.benchmarks.throughput;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.zoo.text.SubwordEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What a corpus asks of a model, counted: a multiplication and an addition for each weight of a
 * product and each real token. Padding and special tokens that a way to tag adds do not count, nor
 * do the products of attention, which have no weights.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param tokens the number of sub-words of all sentences, with the special tokens around each
 * @param operations the number of operations
 */
record ProductWork(long tokens, double operations) {

    static ProductWork of(Path folder, List<String[]> sentences)
            throws IOException, MalformedModelException {
        long tokens = 0;
        try (SubwordEncoder encoder = SubwordEncoder.open(folder)) {
            int special = encoder.prefix().length + encoder.suffix().length;
            for (String[] words : sentences) {
                tokens += special;
                tokens +=
                        Arrays.stream(encoder.encode(List.of(words)))
                                .mapToLong(subwords -> subwords.length)
                                .sum();
            }
        }
        long weights = 0;
        Graph graph = OnnxModel.open(folder.resolve("model.onnx")).graph();
        for (Node node : graph.nodes("MatMul")) {
            weights += graph.initializer(node.input(1)).map(Tensor::elementCount).orElse(0L);
        }
        return new ProductWork(tokens, 2.0 * tokens * weights);
    }
}
