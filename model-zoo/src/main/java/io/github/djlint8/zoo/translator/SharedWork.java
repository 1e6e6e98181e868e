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
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;

/**
 * Work that a thread shares with those threads of the common pool that have nothing else to do.
 *
 * <p>It never waits for a thread to become free: what nobody helps with, it does itself. Belongs to
 * the thread that creates it.
 */
final class SharedWork {

    private final List<FutureTask<Void>> all;
    private final Queue<FutureTask<Void>> waiting;

    SharedWork(List<Callable<Void>> work) {
        all = work.stream().map(FutureTask::new).toList();
        waiting = new ConcurrentLinkedQueue<>(all);
    }

    /**
     * Does the work, and returns when there is none left that nobody has begun.
     *
     * @param helpers the number of threads to ask for help
     */
    void run(int helpers) throws TranslateException {
        for (int i = 0; i < Math.min(helpers, all.size()); i++) {
            ForkJoinPool.commonPool().execute(this::help);
        }
        boolean complete = false;
        try {
            for (FutureTask<Void> task = waiting.poll(); task != null; task = waiting.poll()) {
                task.run();
                finish(task);
            }
            complete = true;
        } finally {
            if (!complete) {
                waiting.clear();
            }
        }
    }

    /** Waits for what helpers have begun. */
    void await() throws TranslateException {
        for (FutureTask<Void> task : all) {
            finish(task);
        }
    }

    private void help() {
        for (FutureTask<Void> task = waiting.poll(); task != null; task = waiting.poll()) {
            task.run();
        }
    }

    /** Predictors know no interruption, and a run of a model takes milliseconds. */
    private static void finish(FutureTask<Void> task) throws TranslateException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    task.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw unwrapped(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static TranslateException unwrapped(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof TranslateException known
                ? known
                : new TranslateException(cause.getMessage(), cause);
    }
}
