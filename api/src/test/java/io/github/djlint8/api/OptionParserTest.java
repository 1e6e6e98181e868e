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
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testng.Assert.ThrowingRunnable;
import org.testng.annotations.Test;

/** Options are read once, and what nobody knows is an error. */
public class OptionParserTest {

    @Test
    public void takesTypedValues() {
        OptionParser options =
                new OptionParser(
                        "engine Int8",
                        Map.of(
                                "name", " x ",
                                "threads", 4,
                                "fuse", "true",
                                "scheme", "TOKEN",
                                "skip", "a, b ,,c",
                                "session.a", 1,
                                "session.b", "2",
                                "object", 1.5));
        assertEquals(options.takeString("name"), Optional.of("x"));
        assertEquals(options.takeInt("threads", 1, 64), Optional.of(4));
        assertEquals(options.takeBoolean("fuse"), Optional.of(true));
        assertEquals(
                options.takeEnum("scheme", ActivationScheme.values(), ActivationScheme::option),
                Optional.of(ActivationScheme.TOKEN));
        assertEquals(options.takeList("skip"), Optional.of(List.of("a", "b", "c")));
        assertEquals(options.takePrefix("session."), Map.of("session.a", "1", "session.b", "2"));
        assertEquals(options.takeObject("object", Double.class), Optional.of(1.5));
        assertEquals(options.takeString("absent"), Optional.empty());
        assertEquals(options.takeBoolean("absent2"), Optional.empty());
        options.finish();
    }

    @Test
    public void unknownOptionsListTheKnownOnes() {
        OptionParser options =
                new OptionParser("engine Int8", Map.of("threds", 4, "fuse", "false", "zzz", 1));
        options.takeInt("threads", 1, 64);
        options.takeBoolean("fuse");
        options.takePrefix("session.");
        IllegalArgumentException e = expectThrows(IllegalArgumentException.class, options::finish);
        assertEquals(
                e.getMessage(),
                "Unknown option of engine Int8: threds, zzz. Known options: fuse, session.*,"
                        + " threads");
    }

    @Test
    public void ignoredOptionsAreNoError() {
        OptionParser options = new OptionParser("x", Map.of("pooling", "mean"));
        options.ignore(List.of("pooling", "other"));
        options.finish();
        new OptionParser("x", null).finish();
    }

    @Test
    public void valuesThatAreNotAllowedNameOptionAndChoices() {
        Map<String, Object> map =
                Map.of("b", "yes", "i", "99", "j", "four", "e", "row", "o", "text");
        OptionParser options = new OptionParser("engine Int8", map);
        assertMessage(
                "Option b of engine Int8 must be true or false, found yes",
                () -> options.takeBoolean("b"));
        assertMessage(
                "Option i of engine Int8 must be a whole number in [1, 64], found 99",
                () -> options.takeInt("i", 1, 64));
        assertMessage(
                "Option j of engine Int8 must be a whole number in [1, 64], found four",
                () -> options.takeInt("j", 1, 64));
        assertMessage(
                "Option e of engine Int8 must be one of token, tensor, found row",
                () -> options.takeEnum("e", ActivationScheme.values(), ActivationScheme::option));
        assertMessage(
                "Option o of engine Int8 must be a java.lang.Integer, found text",
                () -> options.takeObject("o", Integer.class));
    }

    @Test
    public void theMapOfTheCallerIsNotChanged() {
        Map<String, Object> map = new HashMap<>(Map.of("a", 1));
        new OptionParser("x", map).takeString("a");
        assertTrue(map.containsKey("a"));
    }

    private static void assertMessage(String message, ThrowingRunnable code) {
        assertEquals(expectThrows(IllegalArgumentException.class, code).getMessage(), message);
    }
}
