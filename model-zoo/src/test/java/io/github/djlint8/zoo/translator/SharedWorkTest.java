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
package io.github.djlint8.zoo.translator;

import ai.djl.translate.TranslateException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.testng.Assert;
import org.testng.annotations.Test;

/** Tests work that threads share. */
public class SharedWorkTest {

    @Test
    public void allIsDoneOnce() throws TranslateException {
        AtomicInteger done = new AtomicInteger();
        SharedWork work = work(100, done::incrementAndGet);
        work.run(3);
        work.await();
        Assert.assertEquals(done.get(), 100);
    }

    @Test
    public void withoutHelpersTheCallerDoesAll() throws TranslateException {
        List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
        SharedWork work = work(20, () -> threads.add(Thread.currentThread()));
        work.run(0);
        Assert.assertEquals(threads, Collections.nCopies(20, Thread.currentThread()));
    }

    @Test(timeOut = 60_000)
    public void helperWorksBesideTheCaller() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        SharedWork work =
                work(
                        2,
                        () -> {
                            both.countDown();
                            Assert.assertTrue(both.await(30, TimeUnit.SECONDS));
                            return null;
                        });
        work.run(1);
        work.await();
    }

    @Test
    public void failureOfTheCallerLeavesTheRest() {
        AtomicInteger begun = new AtomicInteger();
        SharedWork work =
                work(
                        10,
                        () -> {
                            begun.incrementAndGet();
                            throw new TranslateException("no");
                        });
        TranslateException e = Assert.expectThrows(TranslateException.class, () -> work.run(0));
        Assert.assertEquals(e.getMessage(), "no");
        Assert.assertEquals(begun.get(), 1);
    }

    @Test(timeOut = 60_000)
    public void failureOfAHelperReachesTheCaller() throws Exception {
        Thread caller = Thread.currentThread();
        CountDownLatch both = new CountDownLatch(2);
        SharedWork work =
                work(
                        2,
                        () -> {
                            both.countDown();
                            Assert.assertTrue(both.await(30, TimeUnit.SECONDS));
                            if (Thread.currentThread() != caller) {
                                throw new IllegalStateException("helper");
                            }
                            return null;
                        });
        work.run(1);
        IllegalStateException e = Assert.expectThrows(IllegalStateException.class, work::await);
        Assert.assertEquals(e.getMessage(), "helper");
    }

    private static SharedWork work(int count, Callable<?> task) {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tasks.add(
                    () -> {
                        task.call();
                        return null;
                    });
        }
        return new SharedWork(tasks);
    }
}
