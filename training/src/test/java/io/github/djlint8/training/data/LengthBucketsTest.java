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
package io.github.djlint8.training.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.testng.Assert;
import org.testng.annotations.Test;

public class LengthBucketsTest {

    @Test
    public void eachSentenceIsInOneBatchAndPaddingIsSmall() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<EncodedSentence> sentences = new ArrayList<>();
        for (int i = 0; i < 1001; i++) {
            sentences.add(sentence(1 + random.nextInt(100), i));
        }
        LengthBuckets buckets = new LengthBuckets(sentences, 8, seed);
        List<List<EncodedSentence>> batches = buckets.epoch(0);
        Assert.assertEquals(batches.size(), 126);
        Assert.assertEquals(buckets.count(), 126);
        List<EncodedSentence> all = new ArrayList<>();
        long padded = 0;
        long tokens = 0;
        for (List<EncodedSentence> batch : batches) {
            all.addAll(batch);
            int longest = batch.stream().mapToInt(EncodedSentence::length).max().orElseThrow();
            padded += (long) longest * batch.size();
            tokens += batch.stream().mapToInt(EncodedSentence::length).sum();
        }
        all.sort(Comparator.comparingInt(s -> s.ids()[0]));
        Assert.assertEquals(all, sentences, "seed " + seed);
        // Windows of 400 sentences of 100 lengths: neighbours in a batch differ by two or so.
        Assert.assertTrue(padded < 1.1 * tokens, padded + " for " + tokens + ", seed " + seed);
    }

    @Test
    public void orderDependsOnSeedAndEpochOnly() {
        List<EncodedSentence> sentences = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sentences.add(sentence(1 + i % 7, i));
        }
        List<List<EncodedSentence>> first = new LengthBuckets(sentences, 4, 1).epoch(2);
        Assert.assertEquals(new LengthBuckets(sentences, 4, 1).epoch(2), first);
        Assert.assertNotEquals(new LengthBuckets(sentences, 4, 1).epoch(3), first);
        Assert.assertNotEquals(new LengthBuckets(sentences, 4, 2).epoch(2), first);
    }

    @Test
    public void partsHaveAsManyTokensAsFit() {
        List<EncodedSentence> batch = new ArrayList<>();
        int[] lengths = {2, 3, 3, 5, 9, 1};
        for (int i = 0; i < lengths.length; i++) {
            batch.add(sentence(lengths[i], i));
        }
        // With padding 3 * 3 <= 10, but 4 * 5 > 10; 9 alone fits, with a neighbour it would not.
        Assert.assertEquals(sizes(LengthBuckets.parts(batch, 10)), List.of(3, 1, 1, 1));
        Assert.assertEquals(sizes(LengthBuckets.parts(batch, 54)), List.of(6));
        Assert.assertEquals(sizes(LengthBuckets.parts(batch, 1)), List.of(1, 1, 1, 1, 1, 1));
    }

    private static List<Integer> sizes(List<List<EncodedSentence>> parts) {
        return parts.stream().map(List::size).toList();
    }

    private static EncodedSentence sentence(int length, int id) {
        int[] ids = new int[length];
        ids[0] = id;
        return new EncodedSentence(ids, new int[length], new int[length]);
    }
}
