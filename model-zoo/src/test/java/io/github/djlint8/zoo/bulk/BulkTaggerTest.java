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

import ai.djl.translate.TranslateException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.testng.Assert;
import org.testng.annotations.Test;

/** Tests the bulk tagger with taggers that double numbers. */
public class BulkTaggerTest {

    private static final int BAD = 13;

    @Test
    public void resultsComeInOrder() throws Exception {
        try (BulkTagger<Integer, Integer> tagger = tagger(7, 3);
                BulkRun<Integer, Integer> run = tagger.start(numbers(100, 200).iterator())) {
            for (int i = 0; i < 100; i++) {
                BulkResult<Integer, Integer> result = run.next().orElseThrow();
                Assert.assertEquals(result, new BulkResult<>(i, 100 + i, 2 * (100 + i)));
            }
            Assert.assertEquals(run.next(), Optional.empty());
            Assert.assertEquals(run.next(), Optional.empty());
        }
    }

    @Test
    public void emptyStreamHasNoResult() throws Exception {
        try (BulkTagger<Integer, Integer> tagger = tagger(4, 2);
                BulkRun<Integer, Integer> run = tagger.start(Collections.emptyIterator())) {
            Assert.assertEquals(run.next(), Optional.empty());
        }
    }

    @Test
    public void slowConsumerHoldsTheSourceBack() throws Exception {
        AtomicInteger read = new AtomicInteger();
        Iterator<Integer> endless =
                IntStream.generate(() -> 100 + read.incrementAndGet()).iterator();
        int most = 0;
        try (BulkTagger<Integer, Integer> tagger = tagger(5, 2);
                BulkRun<Integer, Integer> run = tagger.start(endless)) {
            // 2 threads, 2 chunks of 5 for each, and one chunk that is being taken.
            Assert.assertEquals(tagger.maxInFlight(), 25);
            for (int taken = 0; taken < 500; taken++) {
                run.next();
                most = Math.max(most, read.get() - taken);
            }
        }
        Assert.assertTrue(most > 5 && most <= 25, "in flight: " + most);
    }

    @Test
    public void allThreadsWorkAtOnce() throws Exception {
        CountDownLatch together = new CountDownLatch(3);
        try (BulkTagger<Integer, Integer> tagger =
                        BulkTagger.<Integer, Integer>builder(
                                        () ->
                                                new Doubler() {
                                                    @Override
                                                    public List<Integer> tag(List<Integer> inputs)
                                                            throws TranslateException {
                                                        together.countDown();
                                                        awaitAll(together);
                                                        return super.tag(inputs);
                                                    }
                                                })
                                .optThreads(3)
                                .optChunkSize(1)
                                .build();
                BulkRun<Integer, Integer> run = tagger.start(numbers(20, 23).iterator())) {
            Assert.assertEquals(drain(run), List.of(40, 42, 44));
        }
    }

    @Test
    public void badSentenceIsNamedAfterThoseBeforeIt() throws Exception {
        try (BulkTagger<Integer, Integer> tagger = tagger(4, 2);
                BulkRun<Integer, Integer> run = tagger.start(numbers(3, 30).iterator())) {
            for (int i = 3; i < BAD; i++) {
                Assert.assertEquals(run.next().orElseThrow().output(), Integer.valueOf(2 * i));
            }
            BulkException e = Assert.expectThrows(BulkException.class, run::next);
            Assert.assertEquals(e.getIndex(), 10);
            Assert.assertEquals(e.getMessage(), "Sentence 10 of the stream: bad 13");
            Assert.assertThrows(CancellationException.class, run::next);
        }
    }

    @Test
    public void listenerMayLeaveSentencesOut() throws Exception {
        List<Long> progress = new ArrayList<>();
        List<Integer> failed = new ArrayList<>();
        BulkListener<Integer> listener =
                new BulkListener<>() {
                    @Override
                    public void progressed(long sentences) {
                        progress.add(sentences);
                    }

                    @Override
                    public void failed(Integer input, BulkException failure) {
                        failed.add(input);
                    }
                };
        try (BulkTagger<Integer, Integer> tagger = tagger(4, 2);
                BulkRun<Integer, Integer> run =
                        tagger.start(numbers(10, 20).iterator(), listener)) {
            Assert.assertEquals(drain(run), List.of(20, 22, 24, 28, 30, 32, 34, 36, 38));
        }
        Assert.assertEquals(failed, List.of(BAD));
        Assert.assertEquals(progress, List.of(4L, 8L, 10L));
    }

    @Test
    public void failureOfTheSourceComesAfterTheResultsBeforeIt() throws Exception {
        Iterator<Integer> source =
                numbers(20, 40).stream()
                        .map(i -> i < 26 ? i : Integer.valueOf(Integer.parseInt("x")))
                        .iterator();
        try (BulkTagger<Integer, Integer> tagger = tagger(4, 2);
                BulkRun<Integer, Integer> run = tagger.start(source)) {
            for (int i = 20; i < 26; i++) {
                Assert.assertEquals(run.next().orElseThrow().output(), Integer.valueOf(2 * i));
            }
            Assert.assertThrows(NumberFormatException.class, run::next);
        }
    }

    @Test
    public void failureThatIsNoneOfASentenceEndsTheRun() throws Exception {
        try (BulkTagger<Integer, Integer> tagger =
                        BulkTagger.<Integer, Integer>builder(
                                        () ->
                                                new Doubler() {
                                                    @Override
                                                    public List<Integer> tag(List<Integer> inputs) {
                                                        throw new IllegalStateException("broken");
                                                    }
                                                })
                                .build();
                BulkRun<Integer, Integer> run = tagger.start(numbers(0, 5).iterator())) {
            Assert.assertThrows(IllegalStateException.class, run::next);
            Assert.assertThrows(CancellationException.class, run::next);
        }
    }

    @Test
    public void failureOfTheConsumerLeavesTheTaggerUsable() throws Exception {
        try (BulkTagger<Integer, Integer> tagger = tagger(4, 2)) {
            Assert.assertThrows(
                    ArithmeticException.class,
                    () -> {
                        try (BulkRun<Integer, Integer> run =
                                tagger.start(numbers(20, 90).iterator())) {
                            throw new ArithmeticException("taken: " + run.next());
                        }
                    });
            try (BulkRun<Integer, Integer> run = tagger.start(numbers(20, 23).iterator())) {
                Assert.assertEquals(drain(run), List.of(40, 42, 44));
            }
        }
    }

    @Test(timeOut = 60_000)
    public void cancelFromAnotherThreadWakesTheConsumer() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (BulkTagger<Integer, Integer> tagger = stuck(begun, end);
                BulkRun<Integer, Integer> run = tagger.start(numbers(20, 90).iterator())) {
            Future<?> consumer =
                    other.submit(() -> Assert.assertThrows(CancellationException.class, run::next));
            awaitAll(begun);
            run.cancel();
            consumer.get();
            end.countDown();
        } finally {
            end.countDown();
            other.shutdownNow();
        }
    }

    @Test(timeOut = 60_000)
    public void closeWakesTheConsumerAndWaitsForTheThreads() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        ExecutorService others = Executors.newFixedThreadPool(2);
        BulkTagger<Integer, Integer> tagger = stuck(begun, end);
        try (BulkRun<Integer, Integer> first = tagger.start(numbers(20, 90).iterator());
                BulkRun<Integer, Integer> second = tagger.start(numbers(20, 90).iterator())) {
            Future<Optional<BulkResult<Integer, Integer>>> served = others.submit(first::next);
            awaitAll(begun);
            Future<?> closing = others.submit(tagger::close);
            Assert.assertThrows(
                    TimeoutException.class, () -> closing.get(200, TimeUnit.MILLISECONDS));
            end.countDown();
            closing.get();
            // The chunk that ran when the tagger was closed is still handed out.
            Assert.assertEquals(served.get().orElseThrow().output(), Integer.valueOf(40));
            Assert.assertThrows(CancellationException.class, second::next);
            Assert.assertThrows(CancellationException.class, () -> drain(first));
        } finally {
            end.countDown();
            tagger.close();
            others.shutdownNow();
        }
    }

    @Test
    public void closedTwiceItHasNoThreadsAndTakesNoStream() throws Exception {
        List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
        BulkTagger<Integer, Integer> tagger =
                BulkTagger.<Integer, Integer>builder(
                                () ->
                                        new Doubler() {
                                            @Override
                                            public List<Integer> tag(List<Integer> inputs)
                                                    throws TranslateException {
                                                threads.add(Thread.currentThread());
                                                return super.tag(inputs);
                                            }
                                        })
                        .optChunkSize(1)
                        .build();
        try (BulkRun<Integer, Integer> run = tagger.start(numbers(20, 40).iterator())) {
            drain(run);
        }
        tagger.close();
        tagger.close();
        Assert.assertFalse(threads.isEmpty());
        for (Thread thread : threads) {
            thread.join(30_000);
            Assert.assertFalse(thread.isAlive(), thread.getName());
        }
        try (BulkRun<Integer, Integer> run = tagger.start(numbers(20, 40).iterator())) {
            Assert.assertThrows(CancellationException.class, run::next);
        }
    }

    @Test(timeOut = 60_000)
    public void twoRunsAtOnceKeepApart() throws Exception {
        ExecutorService others = Executors.newFixedThreadPool(2);
        try (BulkTagger<Integer, Integer> tagger = tagger(4, 2)) {
            List<Future<List<Integer>>> runs = new ArrayList<>();
            for (int begin : new int[] {100, 5000}) {
                runs.add(
                        others.submit(
                                () -> {
                                    try (BulkRun<Integer, Integer> run =
                                            tagger.start(numbers(begin, begin + 400).iterator())) {
                                        return drain(run);
                                    }
                                }));
            }
            Assert.assertEquals(runs.get(0).get(), doubled(100, 500));
            Assert.assertEquals(runs.get(1).get(), doubled(5000, 5400));
        } finally {
            others.shutdownNow();
        }
    }

    @Test
    public void senselessSizesAreRefused() {
        Assert.assertThrows(IllegalArgumentException.class, () -> tagger(0, 1));
        Assert.assertThrows(IllegalArgumentException.class, () -> tagger(1, 0));
    }

    private static BulkTagger<Integer, Integer> tagger(int chunkSize, int threads) {
        return BulkTagger.<Integer, Integer>builder(Doubler::new)
                .optChunkSize(chunkSize)
                .optThreads(threads)
                .build();
    }

    /** Returns a tagger of one thread that stops in its first chunk. */
    private static BulkTagger<Integer, Integer> stuck(CountDownLatch begun, CountDownLatch end) {
        return BulkTagger.<Integer, Integer>builder(
                        () ->
                                new Doubler() {
                                    @Override
                                    public List<Integer> tag(List<Integer> inputs)
                                            throws TranslateException {
                                        begun.countDown();
                                        awaitAll(end);
                                        return super.tag(inputs);
                                    }
                                })
                .optThreads(1)
                .optChunkSize(3)
                .build();
    }

    private static void awaitAll(CountDownLatch latch) {
        boolean open = false;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        // close() interrupts the threads, which a run of a model does not notice.
        while (!open && System.nanoTime() < deadline) {
            try {
                open = latch.await(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Assert.assertFalse(Thread.currentThread().isInterrupted());
            }
        }
        Assert.assertTrue(open);
    }

    private static List<Integer> numbers(int begin, int end) {
        return IntStream.range(begin, end).boxed().toList();
    }

    private static List<Integer> doubled(int begin, int end) {
        return IntStream.range(begin, end).map(i -> 2 * i).boxed().toList();
    }

    private static List<Integer> drain(BulkRun<Integer, Integer> run) throws Exception {
        List<Integer> outputs = new ArrayList<>();
        for (var next = run.next(); next.isPresent(); next = run.next()) {
            outputs.add(next.get().output());
        }
        return outputs;
    }

    /** Doubles numbers, but not the bad one. */
    private static class Doubler implements BatchTagger<Integer, Integer> {

        private final AtomicInteger users = new AtomicInteger();
        private boolean closed;

        @Override
        public List<Integer> tag(List<Integer> inputs) throws TranslateException {
            Assert.assertEquals(users.incrementAndGet(), 1, "threads in one tagger");
            Assert.assertFalse(closed);
            try {
                if (inputs.contains(BAD)) {
                    throw new TranslateException("bad " + BAD);
                }
                return inputs.stream().map(i -> 2 * i).toList();
            } finally {
                users.decrementAndGet();
            }
        }

        @Override
        public void close() {
            Assert.assertEquals(users.get(), 0);
            closed = true;
        }
    }
}
