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

import io.github.djlint8.zoo.bulk.Chunk.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * One stream of sentences on its way through a {@link BulkTagger}.
 *
 * <p>Belongs to the thread that takes its results, on which the source is read too: no more than
 * {@link BulkTagger#maxInFlight} sentences ahead of the results. Only {@link #cancel} and {@link
 * #close} may be called from other threads.
 *
 * @param <I> the type of inputs
 * @param <O> the type of outputs
 */
public final class BulkRun<I, O> implements AutoCloseable {

    private final BulkTagger<I, O> tagger;
    private final Iterator<? extends I> source;
    private final BulkListener<? super I> listener;
    private final Queue<Future<List<Outcome<I, O>>>> inFlight = new ConcurrentLinkedQueue<>();
    private Iterator<Outcome<I, O>> outcomes = Collections.emptyIterator();
    private RuntimeException sourceFailure;
    private boolean sourceEnded;
    private long read;
    private long done;
    private volatile boolean cancelled;

    BulkRun(
            BulkTagger<I, O> tagger,
            Iterator<? extends I> source,
            BulkListener<? super I> listener) {
        this.tagger = tagger;
        this.source = source;
        this.listener = listener;
    }

    /**
     * Returns the next sentence with its tags, waiting for them.
     *
     * @return the result; empty at the end of the stream
     * @throws BulkException if the sentence cannot be tagged and the listener does not accept that;
     *     the run is then cancelled
     * @throws InterruptedException if the thread is interrupted while it waits; the run goes on
     * @throws CancellationException if the run is cancelled or the tagger closed
     */
    public Optional<BulkResult<I, O>> next() throws BulkException, InterruptedException {
        while (true) {
            requireGoing();
            if (outcomes.hasNext()) {
                Outcome<I, O> outcome = outcomes.next();
                done = outcome.index() + 1;
                if (outcome.failure() == null) {
                    return Optional.of(
                            new BulkResult<>(outcome.index(), outcome.input(), outcome.output()));
                }
                report(outcome);
            } else if (!nextChunk()) {
                return Optional.empty();
            }
        }
    }

    /** Ends the run; the thread that takes the results gets a {@link CancellationException}. */
    public void cancel() {
        cancelled = true;
        inFlight.forEach(future -> future.cancel(false));
    }

    /** Cancels what is left of the run; a second call does nothing. */
    @Override
    public void close() {
        cancel();
    }

    /** Moves on to the next chunk; returns false at the end of the stream. */
    private boolean nextChunk() throws InterruptedException {
        if (done > 0) {
            listener.progressed(done);
        }
        fill();
        Future<List<Outcome<I, O>>> head = inFlight.peek();
        if (head == null) {
            if (sourceFailure != null) {
                throw sourceFailure;
            }
            return false;
        }
        outcomes = result(head).iterator();
        inFlight.remove();
        return true;
    }

    /** Reads ahead, unless there are results to be taken first. */
    private void fill() {
        while (!sourceEnded && inFlight.size() < tagger.maxChunks() && !isHeadDone()) {
            List<I> inputs = read();
            if (!inputs.isEmpty()) {
                inFlight.add(tagger.submit(new Chunk<>(read, inputs)));
                read += inputs.size();
            }
            if (cancelled) {
                cancel();
            }
        }
    }

    private boolean isHeadDone() {
        Future<?> head = inFlight.peek();
        return head != null && head.isDone();
    }

    private List<I> read() {
        List<I> inputs = new ArrayList<>(tagger.chunkSize());
        try {
            while (inputs.size() < tagger.chunkSize() && source.hasNext()) {
                inputs.add(source.next());
            }
        } catch (RuntimeException e) {
            // Thrown after the results of what was read before.
            sourceFailure = e;
        }
        sourceEnded = inputs.size() < tagger.chunkSize();
        return inputs;
    }

    private List<Outcome<I, O>> result(Future<List<Outcome<I, O>>> future)
            throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            close();
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            // A chunk throws nothing that is checked.
            throw (RuntimeException) e.getCause();
        }
    }

    private void report(Outcome<I, O> outcome) throws BulkException {
        boolean accepted = false;
        try {
            listener.failed(outcome.input(), new BulkException(outcome.index(), outcome.failure()));
            accepted = true;
        } finally {
            if (!accepted) {
                close();
            }
        }
    }

    private void requireGoing() {
        if (cancelled) {
            throw new CancellationException(
                    "The bulk run was cancelled after " + done + " sentences");
        }
    }
}
