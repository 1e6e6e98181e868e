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
package io.github.djlint8.zoo.bulk;

import ai.djl.repository.zoo.ZooModel;
import io.github.djlint8.zoo.bulk.Chunk.Outcome;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Tags streams of sentences on all processors: results come in order, and no more sentences are
 * read than memory is bounded by.
 *
 * <p>Each thread runs the model by itself, on chunks of the stream whose sentences it groups by
 * length; that is faster than one run on all threads. Load the model with one intra-op thread,
 * which is the default of engine {@code Int8}. Owns its threads until it is closed. Safe for use by
 * many threads, each with a {@link BulkRun} of its own; runs share the threads fairly, chunk by
 * chunk.
 *
 * @param <I> the type of inputs
 * @param <O> the type of outputs
 */
public final class BulkTagger<I, O> implements AutoCloseable {

    /** The number of sentences that are tagged together unless set otherwise. */
    public static final int DEFAULT_CHUNK_SIZE = 128;

    /** One that runs and one that waits. */
    private static final int CHUNKS_PER_THREAD = 2;

    private static final AtomicInteger THREADS = new AtomicInteger();

    private final int chunkSize;
    private final int threads;
    private final List<BatchTagger<I, O>> taggers = new ArrayList<>();
    private final Queue<BatchTagger<I, O>> idle = new ConcurrentLinkedQueue<>();
    private final ExecutorService executor;

    private BulkTagger(Builder<I, O> builder) {
        chunkSize = builder.chunkSize;
        threads = builder.threads;
        boolean complete = false;
        try {
            for (int i = 0; i < threads; i++) {
                taggers.add(builder.taggers.get());
            }
            idle.addAll(taggers);
            executor = Executors.newFixedThreadPool(threads, BulkTagger::newThread);
            complete = true;
        } finally {
            if (!complete) {
                taggers.forEach(BatchTagger::close);
            }
        }
    }

    /**
     * Creates a builder for a model.
     *
     * @param model the model; close it after the tagger
     * @param <I> the type of inputs
     * @param <O> the type of outputs
     * @return the builder
     */
    public static <I, O> Builder<I, O> builder(ZooModel<I, O> model) {
        return builder(() -> BatchTagger.of(model));
    }

    /**
     * Creates a builder for anything that tags batches.
     *
     * @param taggers makes a tagger for each thread; the bulk tagger closes them
     * @param <I> the type of inputs
     * @param <O> the type of outputs
     * @return the builder
     */
    public static <I, O> Builder<I, O> builder(Supplier<? extends BatchTagger<I, O>> taggers) {
        return new Builder<>(taggers);
    }

    /**
     * Starts a stream whose first bad sentence ends it.
     *
     * @param source the sentences, read on the thread that takes the results
     * @return the run; the caller closes it
     */
    public BulkRun<I, O> start(Iterator<? extends I> source) {
        return start(source, new BulkListener<>() {});
    }

    /**
     * Starts a stream.
     *
     * @param source the sentences, read on the thread that takes the results
     * @param listener hears of progress and bad sentences
     * @return the run; the caller closes it
     */
    public BulkRun<I, O> start(Iterator<? extends I> source, BulkListener<? super I> listener) {
        return new BulkRun<>(this, source, listener);
    }

    /**
     * Returns how many sentences of a stream are read at most before their results are taken.
     *
     * @return the number of sentences
     */
    public int maxInFlight() {
        // One more chunk is with the caller.
        return (maxChunks() + 1) * chunkSize;
    }

    /** Ends all runs, waits for the threads to end, and frees them; a second call does nothing. */
    @Override
    public void close() {
        executor.shutdownNow().forEach(waiting -> ((Future<?>) waiting).cancel(false));
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = executor.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                // A predictor must not be closed under a running call; a chunk takes a moment only.
                interrupted = true;
            }
        }
        taggers.forEach(BatchTagger::close);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    int chunkSize() {
        return chunkSize;
    }

    int maxChunks() {
        return CHUNKS_PER_THREAD * threads;
    }

    Future<List<Outcome<I, O>>> submit(Chunk<I> chunk) {
        try {
            return executor.submit(() -> tag(chunk));
        } catch (RejectedExecutionException e) {
            CancellationException closed = new CancellationException("The bulk tagger is closed");
            closed.initCause(e);
            throw closed;
        }
    }

    private List<Outcome<I, O>> tag(Chunk<I> chunk) {
        // There are as many taggers as threads.
        BatchTagger<I, O> tagger = idle.remove();
        try {
            return chunk.tag(tagger);
        } finally {
            idle.add(tagger);
        }
    }

    private static Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "djl-int8-bulk-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Builds a {@link BulkTagger}.
     *
     * @param <I> the type of inputs
     * @param <O> the type of outputs
     */
    public static final class Builder<I, O> {

        private final Supplier<? extends BatchTagger<I, O>> taggers;
        private int chunkSize = DEFAULT_CHUNK_SIZE;
        private int threads = Runtime.getRuntime().availableProcessors();

        private Builder(Supplier<? extends BatchTagger<I, O>> taggers) {
            this.taggers = taggers;
        }

        /**
         * Sets the number of sentences that are tagged together: more of them need less padding and
         * more memory.
         *
         * @param value the number, {@value BulkTagger#DEFAULT_CHUNK_SIZE} unless set
         * @return this builder
         */
        public Builder<I, O> optChunkSize(int value) {
            chunkSize = positive("chunk size", value);
            return this;
        }

        /**
         * Sets the number of threads.
         *
         * @param value the number, one for each processor unless set
         * @return this builder
         */
        public Builder<I, O> optThreads(int value) {
            threads = positive("number of threads", value);
            return this;
        }

        /**
         * Builds the tagger and what each of its threads needs.
         *
         * @return the tagger; the caller closes it
         */
        public BulkTagger<I, O> build() {
            return new BulkTagger<>(this);
        }

        private static int positive(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(
                        "The " + name + " must be at least 1, found " + value);
            }
            return value;
        }
    }
}
