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
package io.github.djlint8.benchmarks;

import ai.djl.ModelException;
import ai.djl.ndarray.NDList;
import ai.djl.translate.TranslateException;
import io.github.djlint8.benchmarks.peer.BenchmarkModel;
import io.github.djlint8.benchmarks.peer.Peer;
import java.io.IOException;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.Test;

/** Tests that {@link SentenceRunner} runs the same model in every way. */
public class SentenceRunnerTest {

    @Test
    public void pyTorchAndInt8ComputeWhatFloat32Does()
            throws IOException, ModelException, TranslateException {
        Assert.assertTrue(Peer.of(BenchmarkModel.MINILM).contains(Peer.PYTORCH));
        float expected = firstLogit(Peer.FLOAT32);
        // two libraries sum 1536 products in another order, through 6 layers
        Assert.assertEquals(firstLogit(Peer.PYTORCH), expected, 1e-3);
        // logits of this model are between -10 and 15; a wrong weight moves them by units
        Assert.assertEquals(firstLogit(Peer.INT8), expected, 0.5);
    }

    @Test
    public void thePublishedFileIsAnEncoderOfOneModel() {
        Assert.assertTrue(Peer.of(BenchmarkModel.MINILM).contains(Peer.PUBLISHED));
        Assert.assertEquals(
                Peer.of(BenchmarkModel.BERT_BASE).stream()
                        .filter(p -> p.name().startsWith("P"))
                        .toList(),
                List.of(Peer.PYTORCH));
    }

    private static float firstLogit(Peer peer)
            throws IOException, ModelException, TranslateException {
        try (SentenceRunner runner = new SentenceRunner(peer, BenchmarkModel.MINILM);
                NDList sentences = runner.sentences(2, 12)) {
            return runner.run(sentences);
        }
    }
}
