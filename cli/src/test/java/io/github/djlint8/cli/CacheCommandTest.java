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

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.testng.Assert;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public class CacheCommandTest {

    private Path cache;
    private Path fresh;
    private Path old;

    @BeforeMethod
    public void makeCache() throws IOException {
        cache = Files.createTempDirectory(Path.of("target"), "cache");
        fresh = entry('a', "fresh", Duration.ofDays(1), 1_000);
        old = entry('b', "old", Duration.ofDays(40), 500);
    }

    @Test
    public void listsWhatWasNotUsedForLongestFirst() {
        CommandRun run = CommandRun.of("cache", "--folder", cache);
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        Assert.assertTrue(run.out().indexOf("old") < run.out().indexOf("fresh"), run.out());
        // 1,500 bytes of graphs, and 8 of the texts that name their origins.
        Assert.assertTrue(
                run.out().contains("Quantized graphs: 2 folders, 1.5 kB, limit 10.0 GB"),
                run.out());
        Assert.assertTrue(run.out().contains("Prepared taggers: 0 folders, 0 B"), run.out());
        Assert.assertTrue(Files.exists(old) && Files.exists(fresh));
    }

    @Test
    public void jsonHasAnObjectForEachFolder() {
        CommandRun run = CommandRun.of("cache", "--folder", cache, "--format=json");
        JsonObject report = JsonParser.parseString(run.out()).getAsJsonObject();
        Assert.assertEquals(report.get("limitBytes").getAsLong(), 10_000_000_000L);
        JsonObject first = report.getAsJsonArray("folders").get(0).getAsJsonObject();
        Assert.assertEquals(first.get("kind").getAsString(), "graph");
        Assert.assertEquals(first.get("model").getAsString(), "old");
        Assert.assertEquals(first.get("bytes").getAsLong(), 503L);
        Assert.assertFalse(first.get("deleted").getAsBoolean());
    }

    @Test
    public void olderThanDeletesOnlyWhatWasNotUsed() {
        CommandRun run = CommandRun.of("cache", "--folder", cache, "--older-than", 30);
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        Assert.assertTrue(Files.notExists(old));
        Assert.assertTrue(Files.exists(fresh));
        Assert.assertTrue(
                run.out().endsWith("Deleted 1 folder, 503 B, kept 1 folder, 1.0 kB\n"), run.out());
    }

    @Test
    public void clearDeletesAllEntriesAndNothingElse() throws IOException {
        Path stranger = Files.writeString(cache.resolve("graphs").resolve("notes.txt"), "mine");
        CommandRun run = CommandRun.of("cache", "--folder", cache, "--clear");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        Assert.assertTrue(Files.notExists(old) && Files.notExists(fresh));
        Assert.assertTrue(Files.exists(stranger));
        CommandRun again = CommandRun.of("cache", "--folder", cache, "--clear");
        Assert.assertEquals(again.out(), "Deleted 0 folders, 0 B, kept 0 folders, 0 B\n");
    }

    @Test
    public void hashesOfModelsGoWithTheRest() throws IOException {
        Path gone = hash('1', cache.resolve("no.onnx"), Duration.ofDays(1));
        Path unused = hash('2', cache, Duration.ofDays(40));
        Path used = hash('3', cache, Duration.ofDays(1));
        CommandRun.of("cache", "--folder", cache);
        Assert.assertTrue(Files.exists(gone) && Files.exists(unused) && Files.exists(used));
        CommandRun.of("cache", "--folder", cache, "--older-than", 30);
        Assert.assertTrue(Files.notExists(gone) && Files.notExists(unused) && Files.exists(used));
        CommandRun.of("cache", "--folder", cache, "--clear");
        Assert.assertTrue(Files.notExists(used));
    }

    private Path hash(char digit, Path model, Duration unused) throws IOException {
        Path index = Files.createDirectories(cache.resolve("index"));
        Path file = index.resolve(String.valueOf(digit).repeat(64) + ".txt");
        Files.writeString(file, "0".repeat(64) + "\n" + model.toAbsolutePath() + "\tstamp");
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(unused)));
    }

    @Test
    public void absentFolderIsAnEmptyCache() {
        CommandRun run = CommandRun.of("cache", "--folder", cache.resolve("absent"));
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        Assert.assertTrue(run.out().startsWith("Quantized graphs: 0 folders"), run.out());
    }

    @Test
    public void wrongOptionsDeleteNothing() {
        for (Object[] args :
                new Object[][] {
                    {"cache", "--folder", cache, "--clear", "--older-than", "3"},
                    {"cache", "--folder", cache, "--older-than", "0"},
                    {"cache", "--folder", cache, "--older-than", "-1"},
                    {"cache", "--folder", cache, "--older-than", "week"},
                    {"cache", "--folder", cache, "all"}
                }) {
            CommandRun run = CommandRun.of(args);
            Assert.assertEquals(run.code(), ExitCode.USAGE, run.err());
        }
        Assert.assertTrue(Files.exists(old) && Files.exists(fresh));
    }

    private Path entry(char digit, String origin, Duration unused, int bytes) throws IOException {
        Path entry = cache.resolve("graphs").resolve(String.valueOf(digit).repeat(64));
        Files.createDirectories(entry);
        Files.write(entry.resolve("model.onnx"), new byte[bytes]);
        Files.writeString(entry.resolve("origin.txt"), origin);
        Path list = Files.createFile(entry.resolve("files.txt"));
        Files.setLastModifiedTime(list, FileTime.from(Instant.now().minus(unused)));
        return entry;
    }
}
