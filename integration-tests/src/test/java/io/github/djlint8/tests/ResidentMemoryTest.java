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

import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.ZooModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.testng.SkipException;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * Sessions and options live outside of the heap, where only the size of the process shows them.
 *
 * <p>A process of its own, whose heap is all there from the beginning.
 */
public class ResidentMemoryTest {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int WINDOW = 50;
    private static final int WINDOWS = 4;
    private static final int ROUNDS = WINDOW * WINDOWS;

    /**
     * What the virtual machine and the allocator still take after the warm-up: 8 to 16 MB measured.
     * One session of the encoder holds over 20 MB, so that one left in each window shows.
     */
    private static final long BOUND_KB = 40 << 10;

    @BeforeClass
    public void prepare() throws Exception {
        if (!Files.isReadable(STATUS)) {
            throw new SkipException("RESIDENT MEMORY IS NOT MEASURED: there is no " + STATUS);
        }
        MiniLm.file();
    }

    @DataProvider
    public Object[][] rounds() {
        return new Object[][] {{"load"}, {"fail"}};
    }

    @Test(dataProvider = "rounds")
    public void sizeStays(String kind) throws Exception {
        String grown =
                JavaProcess.run(
                        ResidentMemoryTest.class,
                        List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch"),
                        List.of(kind));
        assertTrue(
                Long.parseLong(grown) < BOUND_KB,
                grown + " kB more after " + ROUNDS + " rounds of " + kind);
    }

    private interface Round {
        void run() throws Exception;
    }

    /** Prints by how many kilobytes the process grows. */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory(Path.of("target"), "broken");
        Path broken = folder.resolve("m.onnx");
        byte[] whole = Files.readAllBytes(MiniLm.file());
        Files.write(broken, Arrays.copyOf(whole, whole.length - 1000));
        Round round = args[0].equals("load") ? ResidentMemoryTest::load : () -> fail(broken);
        run(round);
        long[] growth = new long[WINDOWS];
        for (int i = 0; i < WINDOWS; i++) {
            long before = residentKilobytes();
            run(round);
            growth[i] = residentKilobytes() - before;
        }
        long grown = withoutOneJump(growth);
        Files.delete(broken);
        Files.delete(folder);
        System.out.write(String.valueOf(grown).getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }

    private static void run(Round round) throws Exception {
        for (int i = 0; i < WINDOW; i++) {
            round.run();
        }
    }

    /**
     * The growth over all windows, had the largest been as the others are on average. An allocator
     * takes a new arena once, of up to 50 MB as measured; what leaks does so in every window.
     */
    private static long withoutOneJump(long[] growth) {
        long[] sorted = growth.clone();
        Arrays.sort(sorted);
        return Arrays.stream(sorted, 0, WINDOWS - 1).sum() * WINDOWS / (WINDOWS - 1);
    }

    private static void load() throws Exception {
        try (ZooModel<NDList, NDList> model = MiniLm.load("Int8")) {
            MiniLm.encode(model, MiniLm.IDS);
        }
    }

    /** Fails in the graph's reader, in ONNX Runtime's, and at an option. */
    private static void fail(Path broken) throws Exception {
        try (Model model = Model.newInstance("m", "Int8")) {
            for (String precision : new String[] {"dynamic", "float32"}) {
                expectThrows(
                        MalformedModelException.class,
                        () -> model.load(broken, null, Map.of("precision", precision)));
            }
            Map<String, String> refused =
                    Map.of("precision", "float32", "customOpLibrary", "no.so");
            expectThrows(IllegalArgumentException.class, () -> model.load(broken, null, refused));
        }
    }

    private static long residentKilobytes() throws Exception {
        // Mappings and direct buffers are freed by the collector, in the second pass at latest.
        System.gc();
        Thread.sleep(200);
        System.gc();
        for (String line : Files.readAllLines(STATUS)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IllegalStateException("no VmRSS in " + STATUS);
    }
}
