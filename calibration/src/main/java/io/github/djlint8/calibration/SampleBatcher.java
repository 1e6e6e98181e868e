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
package io.github.djlint8.calibration;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Gathers samples of equal form into batches.
 *
 * <p>Holds a bounded number of samples: when there are too many of different forms, the fullest
 * batch goes out early. Not safe for use by many threads.
 */
final class SampleBatcher {

    private static final int MAX_WAITING = 4096;

    private final int batchSize;
    private final long batchElements;
    private final Map<String, SampleBatch> waiting = new LinkedHashMap<>();
    private int waitingSamples;

    /**
     * Creates an empty batcher.
     *
     * @param batchSize the largest number of samples in a batch
     * @param batchElements the largest number of elements of its first array; one sample may have
     *     more
     */
    SampleBatcher(int batchSize, long batchElements) {
        this.batchSize = batchSize;
        this.batchElements = batchElements;
    }

    /** Adds a sample and returns a batch that is ready. */
    Optional<SampleBatch> add(SampleBatch.Sample sample) {
        String form = sample.input().form();
        SampleBatch batch = waiting.computeIfAbsent(form, k -> new SampleBatch());
        batch.add(sample);
        waitingSamples++;
        if (batch.size() == batchSize
                || batch.elements() + sample.input().elements() > batchElements) {
            return take(form);
        }
        return waitingSamples < MAX_WAITING ? Optional.empty() : take(fullest());
    }

    /** Returns a batch of those that are left. */
    Optional<SampleBatch> drain() {
        return waiting.isEmpty() ? Optional.empty() : take(waiting.keySet().iterator().next());
    }

    private String fullest() {
        return waiting.entrySet().stream()
                .max(Comparator.comparingInt(e -> e.getValue().size()))
                .orElseThrow()
                .getKey();
    }

    private Optional<SampleBatch> take(String form) {
        SampleBatch batch = waiting.remove(form);
        waitingSamples -= batch.size();
        return Optional.of(batch);
    }
}
