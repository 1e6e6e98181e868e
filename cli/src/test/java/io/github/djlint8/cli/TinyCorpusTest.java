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

import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testng.Assert;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;

/** What the tests of commands that train have in common: a corpus of eight sentences. */
public abstract class TinyCorpusTest {

    /** A folder that is empty but for the corpus. */
    protected Path folder;

    /** Four times "Cats sleep" and "Run". */
    protected Path corpus;

    /** A folder that is not there yet. */
    protected Path output;

    /**
     * Writes the corpus.
     *
     * @throws IOException if it cannot be written
     */
    @BeforeMethod
    public void makeFolder() throws IOException {
        folder = Files.createTempDirectory("training");
        output = folder.resolve("tagger");
        corpus = folder.resolve("corpus.conllu");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            text.append("1\tCats\tcat\tNOUN\tNNS\t_\t0\troot\t_\t_\n");
            text.append("2\tsleep\tsleep\tVERB\tVBP\t_\t1\tdep\t_\t_\n\n");
            text.append("1\tRun\trun\tVERB\tVB\t_\t0\troot\t_\t_\n\n");
        }
        Files.writeString(corpus, text);
    }

    /** Checks that a run failed before it wrote anything, and said why. */
    final void assertMistake(CommandRun run, int code, String expected) {
        Assert.assertEquals(run.code(), code, run.err());
        Assert.assertTrue(run.err().contains(expected), run.err());
        Assert.assertFalse(Files.exists(output));
    }

    /** Deletes what a test wrote. */
    @AfterMethod
    public void deleteFolder() {
        Utils.deleteQuietly(folder);
    }
}
