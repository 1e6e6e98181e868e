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
package io.github.djlint8.calibration.gate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory of this process as the operating system counts it: Java heap, native memory of
 * runtimes and mapped files that were touched.
 *
 * <p>Known on Linux only, empty elsewhere. Stateless and safe for use by many threads.
 */
public final class ResidentMemory {

    private static final Logger logger = LoggerFactory.getLogger(ResidentMemory.class);
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern LINE = Pattern.compile("(\\w+):\\s*(\\d{1,15}) kB");
    private static final int KILO = 1024;

    private ResidentMemory() {}

    /**
     * Returns the resident memory now.
     *
     * @return the bytes; empty where the system does not tell
     */
    public static OptionalLong bytes() {
        return read(STATUS, "VmRSS");
    }

    /**
     * Returns the largest resident memory since the process began.
     *
     * @return the bytes; empty where the system does not tell
     */
    public static OptionalLong peakBytes() {
        return read(STATUS, "VmHWM");
    }

    static OptionalLong read(Path status, String key) {
        if (!Files.isReadable(status)) {
            return OptionalLong.empty();
        }
        // names of processes may be in any encoding
        try (Stream<String> lines = Files.lines(status, ISO_8859_1)) {
            return lines.map(LINE::matcher)
                    .filter(Matcher::matches)
                    .filter(m -> m.group(1).equals(key))
                    .mapToLong(m -> Long.parseLong(m.group(2)) * KILO)
                    .findFirst();
        } catch (IOException e) {
            logger.debug("Cannot read {}", status, e);
            return OptionalLong.empty();
        }
    }
}
