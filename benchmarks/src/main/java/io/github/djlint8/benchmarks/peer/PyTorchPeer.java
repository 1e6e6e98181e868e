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
package io.github.djlint8.benchmarks.peer;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ModelException;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.checkpoint.CheckpointGraph;
import io.github.djlint8.onnx.checkpoint.NamedTensors;
import io.github.djlint8.training.TaggerModel;
import io.github.djlint8.training.bert.EncoderConfig;
import io.github.djlint8.training.bert.TokenClassifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The same encoder and classifier in Blocks on DJL's PyTorch engine, with the weights of the graph.
 *
 * <p>PyTorch's own tracing would fuse some operators; DJL cannot trace its Blocks.
 */
final class PyTorchPeer {

    private static final int WORDS = 30522;
    private static final int POSITIONS = 512;
    private static final float EPSILON = 1e-12f;

    private PyTorchPeer() {}

    /** Loads a model. */
    static Model load(BenchmarkModel benchmark) throws IOException, ModelException {
        Path file = benchmark.folder().resolve("model.onnx");
        NamedTensors weights = new CheckpointGraph(OnnxModel.open(file).graph(), file.toString());
        List<String> labels =
                IntStream.range(0, labelCount(weights)).mapToObj(String::valueOf).toList();
        TaggerModel tagger =
                TaggerModel.builder()
                        .setConfig(config(benchmark))
                        .setWeights(weights)
                        .setLabels(labels)
                        .build();
        // otherwise PyTorch keeps what gradients would need
        tagger.parameters().forEach(parameter -> parameter.freeze(true));
        return tagger.model();
    }

    private static EncoderConfig config(BenchmarkModel benchmark) {
        return switch (benchmark) {
            case MINILM ->
                    new EncoderConfig(6, 384, 12, 1536, WORDS, POSITIONS, 2, EPSILON, 0, List.of());
            case BERT_BASE ->
                    new EncoderConfig(
                            12, 768, 12, 3072, WORDS, POSITIONS, 2, EPSILON, 0, List.of());
        };
    }

    private static int labelCount(NamedTensors weights) throws MalformedModelException {
        return Math.toIntExact(weights.tensor(TokenClassifier.CLASSIFIER + ".bias").dim(0));
    }
}
