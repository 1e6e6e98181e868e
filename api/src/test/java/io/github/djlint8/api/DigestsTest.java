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
package io.github.djlint8.api;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.testng.annotations.Test;

/** Digests, against the published one of "abc" (FIPS 180-2, appendix B.1). */
public class DigestsTest {

    private static final String ABC =
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    public void publishedExample() throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap("abc".getBytes(StandardCharsets.US_ASCII));
        assertEquals(Digests.of(buffer), ABC);
        assertEquals(buffer.remaining(), 3);
        Path file = Files.createTempFile("digests", ".txt");
        try {
            Files.writeString(file, "abc");
            assertEquals(Digests.of(file), ABC);
        } finally {
            Files.delete(file);
        }
    }

    @Test
    public void neighboursStayApart() {
        assertNotEquals(Digests.of(List.of("ab", "c")), Digests.of(List.of("a", "bc")));
        assertNotEquals(Digests.of(List.of("abc")), ABC);
    }
}
