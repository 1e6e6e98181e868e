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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The instruction sets that decide how fast INT8 is.
 *
 * <p>Known on Linux; elsewhere there is only the architecture. Safe for use by many threads.
 */
public final class CpuFeatures {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final List<String> INTERESTING =
            List.of(
                    "avx2",
                    "avx_vnni",
                    "avx512f",
                    "avx512_vnni",
                    "amx_int8",
                    "asimd",
                    "asimddp",
                    "i8mm",
                    "sve");

    private static final List<String> BYTE_PRODUCTS = List.of("_vnni", "amx_int8", "asimddp");

    private CpuFeatures() {}

    /**
     * Returns architecture and instruction sets.
     *
     * @return for example {@code amd64 [avx2, avx512_vnni]}
     */
    public static String get() {
        return Holder.TEXT;
    }

    /**
     * Returns what x86 processors may have to make INT8 fast, by the names in use.
     *
     * @return whether each is there, in the order of their age
     */
    public static Map<String, Boolean> named() {
        return named(get());
    }

    static Map<String, Boolean> named(String text) {
        Map<String, Boolean> found = new LinkedHashMap<>();
        found.put("AVX2", text.contains("avx2"));
        found.put("AVX-512", text.contains("avx512f"));
        found.put("VNNI", text.contains("_vnni"));
        found.put("AMX", text.contains("amx_int8"));
        return found;
    }

    /**
     * Returns whether there are dot products of 8-bit integers: VNNI, AMX, or those of Neon.
     *
     * @return whether; empty where instruction sets are not known
     */
    public static Optional<Boolean> byteProducts() {
        return byteProducts(get());
    }

    static Optional<Boolean> byteProducts(String text) {
        return text.contains("[")
                ? Optional.of(BYTE_PRODUCTS.stream().anyMatch(text::contains))
                : Optional.empty();
    }

    static List<String> parse(List<String> cpuInfo) {
        Set<String> flags = new HashSet<>();
        for (String line : cpuInfo) {
            String key = line.toLowerCase(Locale.ROOT);
            if (key.startsWith("flags") || key.startsWith("features")) {
                flags.addAll(Arrays.asList(key.substring(key.indexOf(':') + 1).split("\\s+")));
            }
        }
        List<String> found = new ArrayList<>(INTERESTING);
        found.retainAll(flags);
        return found;
    }

    private static String read() {
        String architecture = System.getProperty("os.arch");
        try {
            return Files.isReadable(CPU_INFO)
                    ? architecture + " " + parse(Files.readAllLines(CPU_INFO))
                    : architecture;
        } catch (IOException e) {
            return architecture;
        }
    }

    private static final class Holder {
        static final String TEXT = read();
    }
}
