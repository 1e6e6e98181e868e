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
package io.github.djlint8.cli.output;

import java.util.function.LongConsumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A progress bar on standard error, which is silent where nobody looks.
 *
 * <p>Java 17 cannot tell whether standard error alone is a terminal. The launcher can and says so
 * in the system property {@value #TERMINALS}: {@code err}, {@code out}, or both with a comma
 * between. Closing ends the bar; one thread.
 */
public final class Progress implements AutoCloseable, LongConsumer {

    /** The system property that names the streams on a terminal. */
    public static final String TERMINALS = "djl.int8.terminal";

    /** The length of work that cannot tell how long it is. */
    public static final long UNKNOWN = -1;

    private static final int UPDATE_MILLIS = 200;

    private final ProgressBar bar;

    private Progress(ProgressBar bar) {
        this.bar = bar;
    }

    /**
     * Starts a bar for work whose result is printed at its end.
     *
     * @param task what is done
     * @param max the number of steps, or {@link #UNKNOWN}
     * @return the bar
     */
    public static Progress start(String task, long max) {
        return start(task, max, System.getProperty(TERMINALS, "").contains("err"));
    }

    /**
     * Starts a bar for work that prints as it goes: never where both share a terminal.
     *
     * @param task what is done
     * @param max the number of steps, or {@link #UNKNOWN}
     * @return the bar
     */
    public static Progress startBesideOutput(String task, long max) {
        return start(task, max, System.getProperty(TERMINALS, "").equals("err"));
    }

    private static Progress start(String task, long max, boolean visible) {
        if (!visible) {
            return new Progress(null);
        }
        return new Progress(
                new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(max)
                        .setUpdateIntervalMillis(UPDATE_MILLIS)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setConsumer(new ConsoleProgressBarConsumer(System.err))
                        .clearDisplayOnFinish()
                        .build());
    }

    /**
     * Moves the bar.
     *
     * @param done the number of steps done
     */
    @Override
    public void accept(long done) {
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    /** {@inheritDoc} */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
