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
package io.github.djlint8.cli.pipeline;

/**
 * A command that a pipeline ran has failed and said why.
 *
 * <p>Immutable and safe for use by many threads.
 */
public class StepFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int code;

    /**
     * Creates the exception.
     *
     * @param step the name of the step
     * @param code the exit code of its command
     */
    public StepFailedException(String step, int code) {
        super("Step " + step + " failed; --resume goes on there once the cause is gone");
        this.code = code;
    }

    /**
     * Returns the exit code.
     *
     * @return the exit code of the command
     */
    public int code() {
        return code;
    }
}
