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
package io.github.djlint8.cli;

/** The exit codes of the command, as its help lists them. */
final class ExitCode {

    /** The work is done. */
    static final int OK = 0;

    /** The work failed: a malformed model, a model that cannot run, a broken corpus. */
    static final int FAILURE = 1;

    /** The command line is wrong; nothing was done. */
    static final int USAGE = 2;

    /** A file could not be read or written, or may not be overwritten. */
    static final int FILE = 3;

    /** Whoever read standard output has gone; what shells say of a program that a pipe ended. */
    static final int CLOSED_PIPE = 141;

    private ExitCode() {}
}
