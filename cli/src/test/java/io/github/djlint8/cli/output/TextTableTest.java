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
package io.github.djlint8.cli.output;

import org.testng.Assert;
import org.testng.annotations.Test;

public class TextTableTest {

    @Test
    public void numbersAreFlushRightAndTextLeft() {
        TextTable table = new TextTable("name", "size", "note");
        table.row("a", "9.5 MB", "x").row("long name", "12.0 MB", "").row("b", "-", "2 of 3 left");
        Assert.assertEquals(
                table.toString(),
                """
                name          size  note
                a           9.5 MB  x
                long name  12.0 MB
                b                -  2 of 3 left
                """);
    }

    @Test
    public void columnsAreCountedInCodePoints() {
        String emoji = "\uD83D\uDE00";
        TextTable table = new TextTable("w", "t").row(emoji + emoji, "A").row("a", "B");
        Assert.assertEquals(table.toString(), "w   t\n" + emoji + emoji + "  A\na   B\n");
    }

    @Test
    public void aRowOfAnotherLengthIsRefused() {
        TextTable table = new TextTable("a", "b");
        Assert.expectThrows(IllegalArgumentException.class, () -> table.row("only one"));
    }

    @Test
    public void sizesArePowersOfTen() {
        Assert.assertEquals(ByteSize.format(0), "0 B");
        Assert.assertEquals(ByteSize.format(999), "999 B");
        Assert.assertEquals(ByteSize.format(1000), "1.0 kB");
        Assert.assertEquals(ByteSize.format(90_387_606), "90.4 MB");
        Assert.assertEquals(ByteSize.format(Long.MAX_VALUE), "9223372.0 TB");
    }
}
