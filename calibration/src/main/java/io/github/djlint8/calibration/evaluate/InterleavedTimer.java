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
package io.github.djlint8.calibration.evaluate;

import io.github.djlint8.calibration.metric.LatencyRecorder;
import io.github.djlint8.calibration.metric.LatencyStatistics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Times several pieces of work in turns, so that what slows the machine for a while slows all.
 *
 * <p>In each round every piece runs once, in an order drawn anew. In a fixed order each would
 * always follow the same other one and find in the caches what that leaves: a model with small
 * weights behind one with large weights then looks slower than it is. Not safe for use by many
 * threads.
 */
public final class InterleavedTimer {

    private static final int SEED = 1;

    private final List<LatencyRecorder> recorders;
    private final List<Integer> order;
    private final Random random = new Random(SEED);
    private final long pauseNanos;

    /**
     * Creates a timer.
     *
     * @param pieces how many pieces of work there are
     * @throws IllegalArgumentException if there are none
     */
    public InterleavedTimer(int pieces) {
        this(pieces, 0);
    }

    /**
     * Creates a timer that waits before each piece, for work that leaves threads spinning for a
     * while, which would take a processor from the next piece.
     *
     * @param pieces how many pieces of work there are
     * @param pauseNanos how long to wait, which does not count
     * @throws IllegalArgumentException if there are no pieces
     */
    public InterleavedTimer(int pieces, long pauseNanos) {
        if (pieces < 1) {
            throw new IllegalArgumentException(
                    "Expected at least 1 piece of work, found " + pieces);
        }
        this.pauseNanos = pauseNanos;
        recorders = Stream.generate(LatencyRecorder::new).limit(pieces).toList();
        order = new ArrayList<>(IntStream.range(0, pieces).boxed().toList());
    }

    /**
     * Runs each piece of work once.
     *
     * @param pieces the pieces, in the same order in every round
     * @param <T> what the work results in
     * @param <E> what the work may throw
     * @return the results, in the order of the pieces
     * @throws E if a piece of work throws it; the durations of this round are then lost
     * @throws IllegalArgumentException if there are not as many pieces as the timer was made for
     */
    public <T, E extends Exception> List<T> round(List<? extends Work<T, E>> pieces) throws E {
        int count = recorders.size();
        if (pieces.size() != count) {
            throw new IllegalArgumentException(
                    "Expected " + count + " pieces of work, found " + pieces.size());
        }
        List<T> results = new ArrayList<>(Collections.nCopies(count, null));
        long[] durations = new long[count];
        Collections.shuffle(order, random);
        for (int piece : order) {
            if (pauseNanos > 0) {
                LockSupport.parkNanos(pauseNanos);
            }
            pieces.get(piece).prepare();
            long start = System.nanoTime();
            results.set(piece, pieces.get(piece).run());
            durations[piece] = System.nanoTime() - start;
        }
        for (int piece = 0; piece < count; piece++) {
            recorders.get(piece).add(durations[piece]);
        }
        return results;
    }

    /**
     * Returns what was measured so far.
     *
     * @return the statistics of each piece, in their order
     * @throws IllegalArgumentException if there was no round
     */
    public List<LatencyStatistics> statistics() {
        return recorders.stream().map(LatencyRecorder::statistics).toList();
    }

    /**
     * A piece of work.
     *
     * @param <T> what it results in
     * @param <E> what it may throw
     */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {

        /**
         * Does what does not count, right before the work; nothing by default.
         *
         * @throws E if it fails
         */
        default void prepare() throws E {}

        /**
         * Does the work.
         *
         * @return the result
         * @throws E if the work fails
         */
        T run() throws E;
    }
}
