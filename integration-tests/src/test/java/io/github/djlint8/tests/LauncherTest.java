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
package io.github.djlint8.tests;

import ai.djl.util.Utils;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.testng.Assert;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** Runs the script djl-int8 with a stub of java and of mvn, in a folder whose name has spaces. */
public class LauncherTest {

    private static final String STUB_OF_JAVA = "#!/bin/sh\nfor word; do echo \"[$word]\"; done\n";
    private static final String STUB_OF_MAVEN =
            """
            #!/bin/sh
            echo "[INFO] Building djl-int8-cli 1.0 [1/1]"
            mkdir -p cli/target
            : > some.jar
            printf %s "$PWD/some.jar" > cli/target/classpath.txt
            """;

    private Path home;
    private Path root;
    private Path jdk;
    private Path tools;

    @BeforeMethod
    public void makeCheckout() throws IOException {
        home = Files.createTempDirectory("launcher test").toRealPath();
        root = Files.createDirectories(home.resolve("check out"));
        jdk = Files.createDirectories(home.resolve("a jdk"));
        tools = Files.createDirectories(home.resolve("tools"));
        Path script = Path.of(System.getProperty("basedir", "")).resolve("../djl-int8");
        Files.copy(script, root.resolve("djl-int8"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectories(root.resolve("cli/src/main"));
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        stub(jdk.resolve("bin/java"), STUB_OF_JAVA);
        release("17.0.15");
        stub(tools.resolve("mvn"), STUB_OF_MAVEN);
    }

    @AfterMethod
    public void removeCheckout() {
        Utils.deleteQuietly(home);
    }

    @Test
    public void theFirstUseBuildsAndTheSecondDoesNot() throws Exception {
        Result first = launch("--version");
        Assert.assertEquals(first.code, 0, first.err);
        Assert.assertEquals(first.err, "Building djl-int8 (first use)...\n");
        Assert.assertEquals(launch("--version").err, "");
    }

    @Test
    public void newerSourcesAndMissingJarsAreBuiltAgain() throws Exception {
        launch("--version");
        Path classpath = root.resolve("cli/target/classpath.txt");
        Files.setLastModifiedTime(classpath, FileTime.from(Instant.now().minusSeconds(60)));
        Files.writeString(root.resolve("cli/src/main/New.java"), "class New {}");
        Assert.assertEquals(launch("--version").err, "Building djl-int8 (sources changed)...\n");
        Files.setLastModifiedTime(classpath, FileTime.from(Instant.now().plusSeconds(60)));
        Assert.assertEquals(launch("--version").err, "");
        Files.delete(root.resolve("some.jar"));
        Assert.assertTrue(launch("--version").err.startsWith("Building"));
    }

    @Test
    public void wordsAndPathsKeepTheirSpaces() throws Exception {
        launch("--version");
        Result run = launch("tag", "two words", "", "*", "don't \"quote\"");
        String classPath = root.resolve("cli/target/classes") + ":" + root.resolve("some.jar");
        Assert.assertEquals(
                run.out,
                "[-Ddjl.int8.terminal=]\n[-cp]\n["
                        + classPath
                        + "]\n[io.github.djlint8.cli.Main]\n"
                        + "[tag]\n[two words]\n[]\n[*]\n[don't \"quote\"]\n");
    }

    @Test
    public void tagLeavesAnArchiveOfClassesThatLaterRunsUse() throws Exception {
        stub(
                jdk.resolve("bin/java"),
                STUB_OF_JAVA
                        + "case $1 in -XX:ArchiveClassesAtExit=*) : > \"${1#*=}\";; esac\nexit 3\n");
        launch("--version");
        Path jar = Files.createFile(root.resolve("cli/target/djl-int8-cli-1.0.jar"));
        FileTime built = FileTime.from(Instant.now().minusSeconds(10));
        Files.setLastModifiedTime(root.resolve("cli/target/classpath.txt"), built);
        Files.setLastModifiedTime(root.resolve("pom.xml"), built);
        Files.setLastModifiedTime(root.resolve("cli/src/main"), built);
        Path archive = root.resolve("cli/target/startup-17.0.15.jsa");
        Result first = launch("tag", "two words");
        Assert.assertTrue(first.out.contains("[-XX:ArchiveClassesAtExit=" + archive), first.out);
        Assert.assertTrue(first.out.contains("[" + jar + ":"), first.out);
        Assert.assertEquals(first.code, 3);
        Assert.assertTrue(Files.exists(archive));
        Result second = launch("tag", "two words");
        Assert.assertTrue(
                second.out.startsWith("[-XX:SharedArchiveFile=" + archive + "]\n"), second.out);
        Assert.assertTrue(second.out.endsWith("[tag]\n[two words]\n"), second.out);
        Assert.assertEquals(second.code, 3);
        Assert.assertTrue(second.out.contains("[-Xms24m]\n"), second.out);
        String models = launch("models").out;
        Assert.assertFalse(models.contains("-XX:") || models.contains("-Xm"), models);
        try (Stream<Path> files = Files.list(archive.getParent())) {
            Assert.assertEquals(files.filter(f -> f.toString().contains(".jsa")).count(), 1);
        }
    }

    @Test
    public void itRunsThroughALinkFromAnywhere() throws Exception {
        Path link =
                Files.createSymbolicLink(tools.resolve("tagger"), Path.of("../check out/djl-int8"));
        Path second = Files.createSymbolicLink(home.resolve("second"), link);
        Result run = run(second, "--version");
        Assert.assertEquals(run.code, 0, run.err);
        Assert.assertTrue(run.out.contains(root.resolve("cli/target/classes").toString()), run.out);
    }

    @Test
    public void newerJavaIsToldNotToWarn() throws Exception {
        release("25.0.1");
        Assert.assertTrue(
                launch("--version")
                        .out
                        .startsWith(
                                "[--enable-native-access=ALL-UNNAMED]\n"
                                        + "[--sun-misc-unsafe-memory-access=allow]\n"));
    }

    @Test
    public void olderJavaIsRefusedBeforeAnythingIsBuilt() throws Exception {
        for (String version : new String[] {"11.0.2", "1.8.0_392", "9"}) {
            release(version);
            Result run = launch("--version");
            Assert.assertEquals(run.code, 1);
            Assert.assertTrue(
                    run.err.startsWith("djl-int8: needs Java 17 or newer, found " + version),
                    run.err);
            Assert.assertEquals(run.err.lines().count(), 1);
        }
        Assert.assertFalse(Files.exists(root.resolve("cli/target")));
    }

    @Test
    public void aJavaHomeWithoutJavaIsNamed() throws Exception {
        Files.delete(jdk.resolve("bin/java"));
        Result run = launch("--version");
        Assert.assertEquals(run.code, 1);
        Assert.assertTrue(run.err.contains("where there is no bin/java"), run.err);
    }

    @Test
    public void aBuildThatFailsShowsItsErrorsAndLeavesNoHalf() throws Exception {
        stub(
                tools.resolve("mvn"),
                "#!/bin/sh\necho '[INFO] fine'\necho '[ERROR] no such artifact'\nexit 1\n");
        Result run = launch("--version");
        Assert.assertEquals(run.code, 1);
        Assert.assertTrue(run.err.contains("[ERROR] no such artifact\n"), run.err);
        Assert.assertTrue(run.err.contains("djl-int8: the build failed"), run.err);
        Assert.assertFalse(run.err.contains("[INFO]"), run.err);
        Assert.assertFalse(Files.exists(root.resolve("cli/target/classpath.txt")));
    }

    private void release(String version) throws IOException {
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    }

    private static void stub(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Result launch(String... args) throws IOException, InterruptedException {
        return run(root.resolve("djl-int8"), args);
    }

    private Result run(Path script, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(Arrays.asList(args));
        File out = home.resolve("out.txt").toFile();
        File err = home.resolve("err.txt").toFile();
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(home.toFile())
                        .redirectOutput(out)
                        .redirectError(err);
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().merge("PATH", tools.toString(), (old, own) -> own + ":" + old);
        builder.environment().remove("DJL_INT8_JAVA_OPTS");
        int code = builder.start().waitFor();
        return new Result(
                code,
                Files.readString(out.toPath(), StandardCharsets.UTF_8),
                Files.readString(err.toPath(), StandardCharsets.UTF_8));
    }

    private record Result(int code, String out, String err) {}
}
