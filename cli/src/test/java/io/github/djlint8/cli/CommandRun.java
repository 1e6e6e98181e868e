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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import picocli.CommandLine;

/** What one run of the command printed, and its exit code. */
record CommandRun(int code, String out, String err) {

    static CommandRun of(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line =
                DjlInt8Command.commandLine()
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err));
        int code = line.execute(Arrays.stream(args).map(Object::toString).toArray(String[]::new));
        line.getOut().flush();
        line.getErr().flush();
        return new CommandRun(code, out.toString(), err.toString());
    }
}
