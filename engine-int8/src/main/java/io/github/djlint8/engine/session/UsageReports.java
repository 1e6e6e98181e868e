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
package io.github.djlint8.engine.session;

import ai.djl.engine.EngineException;
import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches over what ONNX Runtime reports of its use outside of Windows.
 *
 * <p>From 1.29.0 on it sends events to its maker unless the environment variable {@code
 * ORT_DISABLE_TELEMETRY} is set when the process starts (its pull request 27379). 1.29.0 also reads
 * the command line of the process for that, and ends the process with a segmentation fault where
 * the line is longer than about 3,980 bytes, as a long class path makes it. Stateless and safe for
 * use by many threads.
 */
final class UsageReports {

    private static final Logger logger = LoggerFactory.getLogger(UsageReports.class);

    private static final String OPT_OUT = "ORT_DISABLE_TELEMETRY";
    private static final String CRASHING = "1.29.0";
    private static final int FIRST_MINOR = 29;
    private static final int LONGEST_COMMAND_LINE = 3900;
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private UsageReports() {}

    /**
     * Checks the process before ONNX Runtime starts.
     *
     * @throws EngineException if this version is known to crash in this process
     */
    static void check() {
        String version = OrtEnvironment.class.getPackage().getImplementationVersion();
        if (System.getProperty("os.name", "").startsWith("Windows")) {
            return;
        }
        check(Objects.requireNonNullElse(version, ""), System.getenv(OPT_OUT), commandLineLength());
    }

    /** Checks a version of ONNX Runtime against the opt-out and the length of a command line. */
    static void check(String version, String optOut, long commandLine) {
        if (!reports(version) || (optOut != null && !optOut.isEmpty() && !optOut.equals("0"))) {
            return;
        }
        if (version.equals(CRASHING) && commandLine > LONGEST_COMMAND_LINE) {
            throw new EngineException(
                    "ONNX Runtime "
                            + version
                            + " crashes in processes with a long command line: it has "
                            + commandLine
                            + " bytes, at most "
                            + LONGEST_COMMAND_LINE
                            + " are safe. Set the environment variable "
                            + OPT_OUT
                            + "=1, or pass the class path in the variable CLASSPATH, or use"
                            + " another version");
        }
        logger.warn(
                "ONNX Runtime {} reports its use to its maker; the environment variable {}=1"
                        + " prevents that",
                version,
                OPT_OUT);
    }

    private static boolean reports(String version) {
        String[] parts = version.split("\\.");
        try {
            return parts.length > 1
                    && (Integer.parseInt(parts[0]) > 1
                            || Integer.parseInt(parts[1]) >= FIRST_MINOR);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static long commandLineLength() {
        try {
            return Files.isReadable(COMMAND_LINE) ? Files.readAllBytes(COMMAND_LINE).length : 0;
        } catch (IOException e) {
            logger.debug("The command line cannot be read", e);
            return 0;
        }
    }
}
