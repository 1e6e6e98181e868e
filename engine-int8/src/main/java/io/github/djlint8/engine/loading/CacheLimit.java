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
package io.github.djlint8.engine.loading;

/**
 * How large the quantized graphs on disk may become together.
 *
 * <p>Stateless and safe for use by many threads.
 */
public final class CacheLimit {

    /** The system property with the limit in megabytes; {@value #NONE} for no limit. */
    public static final String PROPERTY = "ai.djl.int8.cache_limit_mb";

    private static final String NONE = "none";
    private static final String DEFAULT = "10000";
    private static final long MEGABYTE = 1_000_000;

    private CacheLimit() {}

    /**
     * Returns the limit.
     *
     * @return the limit in bytes, {@link Long#MAX_VALUE} for none
     * @throws IllegalArgumentException if the property is no limit
     */
    public static long bytes() {
        String text = System.getProperty(PROPERTY, DEFAULT);
        if (text.equals(NONE)) {
            return Long.MAX_VALUE;
        }
        try {
            long megabytes = Long.parseLong(text);
            if (megabytes > 0) {
                return Math.multiplyExact(megabytes, MEGABYTE);
            }
        } catch (NumberFormatException | ArithmeticException e) {
            throw malformed(text, e);
        }
        throw malformed(text, null);
    }

    private static IllegalArgumentException malformed(String text, Exception cause) {
        return new IllegalArgumentException(
                "System property "
                        + PROPERTY
                        + " must be a whole number of megabytes from 1 on, or "
                        + NONE
                        + ", found "
                        + text,
                cause);
    }
}
