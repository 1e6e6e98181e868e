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
package io.github.djlint8.cli.train;

import io.github.djlint8.calibration.corpus.TaggedSentence;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.testng.Assert;
import org.testng.annotations.Test;

public class TrainingCorpusTest {

    @Test
    public void aSampleIsDrawnBySeedAndKeepsAllLabels() {
        List<TaggedSentence> sentences =
                IntStream.range(0, 50)
                        .mapToObj(i -> TaggedSentence.of(List.of("w" + i), List.of("T" + i)))
                        .toList();
        List<String> labels = sentences.stream().map(s -> s.tags().get(0)).sorted().toList();
        TrainingCorpus corpus = new TrainingCorpus(sentences, sentences, labels);
        TrainingCorpus sample = corpus.sample(20, 3);
        Assert.assertEquals(new HashSet<>(sample.train()).size(), 20);
        Assert.assertTrue(sentences.containsAll(sample.train()));
        Assert.assertEquals(sample.dev(), sentences);
        Assert.assertEquals(sample.labels(), labels);
        Assert.assertEquals(corpus.sample(20, 3), sample);
        Assert.assertNotEquals(corpus.sample(20, 4), sample);
        Assert.assertEquals(new HashSet<>(corpus.sample(99, 3).train()), new HashSet<>(sentences));
    }
}
