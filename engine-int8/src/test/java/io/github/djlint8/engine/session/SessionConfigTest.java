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

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.MalformedModelException;
import ai.djl.engine.EngineException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.TensorInfo;
import io.github.djlint8.api.OptionParser;
import io.github.djlint8.engine.TestFolder;
import io.github.djlint8.engine.TestModels;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.testng.SkipException;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public class SessionConfigTest {

    private Path folder;
    private Path model;

    @BeforeMethod
    public void makeModel() throws Exception {
        folder = TestFolder.create("session");
        model = folder.resolve("m.onnx");
        ModelWriter.write(TestModels.encoderInputs(), model);
    }

    @AfterMethod
    public void deleteFolder() throws IOException {
        TestFolder.delete(folder);
    }

    @Test
    public void everyTypedOptionIsAccepted() throws Exception {
        open(
                Map.ofEntries(
                        Map.entry("intraOpNumThreads", "2"),
                        Map.entry("interOpNumThreads", "2"),
                        Map.entry("executionMode", "PARALLEL"),
                        Map.entry("optLevel", "EXTENDED_OPT"),
                        Map.entry("memoryPatternOptimization", "false"),
                        Map.entry("cpuArenaAllocator", "false"),
                        Map.entry("deterministicCompute", "true"),
                        Map.entry("loggerId", "test"),
                        Map.entry("logLevel", "error"),
                        Map.entry("logVerbosity", "1"),
                        Map.entry("session.intra_op.allow_spinning", "0"),
                        Map.entry("optimization.minimal_build_optimizations", ""),
                        Map.entry("mlas.disable_kleidiai", "1"),
                        Map.entry("ep.context_enable", "0"),
                        Map.entry("cuda.gpu_mem_limit", "1")));
    }

    @Test
    public void threadsOfTheEnvironmentCanBeShared() throws Exception {
        // ONNX Runtime refuses this where the environment has no threads of its own.
        open(Map.of("disablePerSessionThreads", "true"));
        open(Map.of("disablePerSessionThreads", "false"));
    }

    @Test
    public void entriesReachTheSession() throws Exception {
        try (SessionOptions options = new SessionOptions()) {
            config(Map.of("session.x", "1", "mlas.y", "2")).applyTo(options);
            assertEquals(options.getConfigEntries(), Map.of("session.x", "1", "mlas.y", "2"));
        }
    }

    @Test
    public void optimizationLevelDecidesWhatIsWritten() throws Exception {
        Path plain = folder.resolve("plain.onnx");
        Path optimized = folder.resolve("optimized.onnx");
        Path nested = folder.resolve("constant.onnx");
        ModelWriter.write(TestModels.withConstantSum(), nested);
        openFile(nested, Map.of("optLevel", "NO_OPT", "optimizedModelFile", plain.toString()));
        openFile(nested, Map.of("optLevel", "ALL_OPT", "optimizedModelFile", optimized.toString()));
        assertEquals(OnnxModel.open(plain).graph().nodes().size(), 2);
        assertEquals(OnnxModel.open(optimized).graph().nodes().size(), 1);
    }

    @Test
    public void profileIsWritten() throws Exception {
        open(Map.of("profilerOutput", folder.resolve("profile").toString()));
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.anyMatch(f -> f.getFileName().toString().startsWith("profile")));
        }
    }

    @Test
    public void symbolicDimensionsCanBeFixed() throws Exception {
        try (ModelSession session =
                ModelSession.open(
                        model, config(Map.of("dimension.batch", "7")), OptionalInt.empty())) {
            TensorInfo info =
                    (TensorInfo) session.session().getInputInfo().get("input_ids").getInfo();
            assertEquals(info.getShape(), new long[] {7, -1});
        }
    }

    @Test
    public void optionsOfTheCallerStayHis() throws Exception {
        try (SessionOptions mine = new SessionOptions()) {
            mine.setOptimizationLevel(OptLevel.NO_OPT);
            SessionConfig config =
                    SessionConfig.parse(
                            new OptionParser(
                                    "test", Map.of("sessionOptions", mine, "session.x", "1")));
            for (int i = 0; i < 2; i++) {
                ModelSession.open(model, config, OptionalInt.empty()).close();
            }
            // Throws if it was closed.
            mine.addConfigEntry("session.y", "2");
            assertEquals(mine.getConfigEntries().get("session.x"), "1");
            assertFalse(config.has("intraOpNumThreads"));
        }
    }

    @Test
    public void refusedOptionIsNamed() {
        String missing = folder.resolve("no.so").toString();
        IllegalArgumentException e =
                expectThrows(
                        IllegalArgumentException.class,
                        () -> open(Map.of("customOpLibrary", missing)));
        assertTrue(e.getMessage().contains("customOpLibrary=" + missing), e.getMessage());
    }

    @Test
    public void sessionClosesTwiceAndThenRefusesToRun() throws Exception {
        ModelSession session = ModelSession.open(model, config(Map.of()), OptionalInt.empty());
        session.close();
        session.close();
        IllegalStateException e =
                expectThrows(
                        IllegalStateException.class,
                        () -> session.run(Map.of(), Set.of(), Map.of()));
        assertEquals(e.getMessage(), "The model is closed");
    }

    @Test
    public void brokenGraphNamesFileAndVersion() throws Exception {
        Files.writeString(model, "no model");
        MalformedModelException e =
                expectThrows(MalformedModelException.class, () -> open(Map.of()));
        assertTrue(e.getMessage().contains(model.toString()), e.getMessage());
        assertTrue(e.getMessage().contains("ONNX Runtime " + OrtRuntime.version()), e.getMessage());
    }

    @Test
    public void gpuWithoutCudaNamesTheArtifact() {
        if (OrtRuntime.hasCuda()) {
            throw new SkipException("This machine has CUDA");
        }
        EngineException e =
                expectThrows(
                        EngineException.class,
                        () -> ModelSession.open(model, config(Map.of()), OptionalInt.of(0)));
        assertTrue(
                e.getMessage().contains("com.microsoft.onnxruntime:onnxruntime_gpu"),
                e.getMessage());
    }

    @Test
    public void cpuFeaturesAreReadFromBothArchitectures() {
        assertEquals(
                CpuFeatures.parse(List.of("flags\t\t: fpu avx2 avx512_vnni", "bugs : avx512f")),
                List.of("avx2", "avx512_vnni"));
        assertEquals(CpuFeatures.byteProducts("amd64 [avx2]"), Optional.of(false));
        assertEquals(CpuFeatures.byteProducts("amd64 [avx2, avx_vnni]"), Optional.of(true));
        assertEquals(CpuFeatures.byteProducts("aarch64 [asimddp]"), Optional.of(true));
        assertEquals(CpuFeatures.byteProducts("amd64"), Optional.empty());
        assertEquals(
                CpuFeatures.parse(List.of("Features\t: fp asimd asimddp i8mm")),
                List.of("asimd", "asimddp", "i8mm"));
        assertNotEquals(CpuFeatures.get(), "");
    }

    private void open(Map<String, String> options) throws Exception {
        openFile(model, options);
    }

    private static void openFile(Path file, Map<String, String> options) throws Exception {
        ModelSession.open(file, config(options), OptionalInt.empty()).close();
    }

    private static SessionConfig config(Map<String, String> options) {
        OptionParser parser = new OptionParser("test", options);
        SessionConfig config = SessionConfig.parse(parser);
        parser.finish();
        return config;
    }
}
