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
package io.github.djlint8.cli.calibrate;

import ai.djl.util.Progress;

/**
 * Shows what a calibrator tells on a bar with the time left.
 *
 * <p>Closing ends the bar; one thread.
 */
public final class CalibrationProgress implements Progress, AutoCloseable {

    private io.github.djlint8.cli.output.Progress bar;
    private long done;

    /** {@inheritDoc} */
    @Override
    public void reset(String message, long max, String trailingMessage) {
        close();
        bar = io.github.djlint8.cli.output.Progress.start(message, max);
        done = 0;
    }

    /** {@inheritDoc} */
    @Override
    public void start(long initialProgress) {
        update(initialProgress);
    }

    /** {@inheritDoc} */
    @Override
    public void end() {
        close();
    }

    /** {@inheritDoc} */
    @Override
    public void increment(long increment) {
        update(done + increment);
    }

    /** {@inheritDoc} */
    @Override
    public void update(long progress, String message) {
        done = progress;
        if (bar != null) {
            bar.accept(done);
        }
    }

    /** {@inheritDoc} */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
