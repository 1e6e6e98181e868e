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

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.util.Utils;
import io.github.djlint8.api.ActivationScheme;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.api.Precision;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.WeightRange;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class ModelOptionsTest {

    @Test
    public void nullIsTheDefault() {
        ModelOptions options = ModelOptions.parse("Int8", null);
        assertEquals(options.precision(), Optional.empty());
        assertEquals(options.cacheFolder(), Optional.of(Utils.getEngineCacheDir("int8")));
        assertEquals(options.quantization(), DynamicConfig.defaults());
        assertEquals(options.session().toString(), "{intraOpNumThreads=1}");
    }

    @Test
    public void readsEveryKind() {
        ModelOptions options =
                ModelOptions.parse(
                        "Int8",
                        Map.of(
                                "precision", "dynamic",
                                "cache", "target/cache",
                                "activations", "tensor",
                                "intraOpNumThreads", "3",
                                "session.intra_op.allow_spinning", "0",
                                "cuda.gpu_mem_limit", "1000000",
                                "dimension.batch", "8"));
        assertEquals(options.precision(), Optional.of(Precision.DYNAMIC));
        assertEquals(options.cacheFolder(), Optional.of(Path.of("target/cache")));
        assertEquals(options.quantization().activations(), ActivationScheme.TENSOR);
        assertEquals(
                options.session().toString(),
                "{intraOpNumThreads=3, dimension.batch=8, session.intra_op.allow_spinning=0,"
                        + " cuda.gpu_mem_limit=1000000}");
    }

    @Test
    public void activationsAloneAskForDynamicRanges() {
        ModelOptions token = ModelOptions.parse("Int8", Map.of("activations", "token"));
        assertEquals(token.precision(), Optional.of(Precision.DYNAMIC));
        ModelOptions int8 =
                ModelOptions.parse("Int8", Map.of("activations", "token", "precision", "int8"));
        assertEquals(int8.precision(), Optional.of(Precision.INT8));
        assertEquals(
                ModelOptions.parse("Int8", Map.of("fuse", "false")).precision(), Optional.empty());
    }

    @Test
    public void calibratedSharesTheOptionsThatBothHave() {
        ModelOptions options =
                ModelOptions.parse(
                        "Int8",
                        Map.of(
                                "weights", "full-range",
                                "perChannel", "false",
                                "embeddings", "false",
                                "fuse", "false",
                                "skip", "a, b*"));
        assertEquals(
                options.calibrated(),
                StaticConfig.builder()
                        .optWeights(WeightRange.FULL_RANGE)
                        .optPerChannel(false)
                        .optEmbeddings(false)
                        .optFuse(false)
                        .optSkip(List.of("a", "b*"))
                        .build());
        assertEquals(ModelOptions.parse("Int8", null).calibrated(), StaticConfig.defaults());
    }

    @Test
    public void cacheCanBeSwitchedOff() {
        ModelOptions options = ModelOptions.parse("Int8", Map.of("cache", "false"));
        assertEquals(options.cacheFolder(), Optional.empty());
    }

    @Test
    public void whatOthersReadIsAccepted() {
        Map<String, String> others =
                Map.of("modelName", "a", "hasParameter", "false", "epoch", "3");
        assertEquals(ModelOptions.parse("Int8", others).precision(), Optional.empty());
    }

    @DataProvider
    public Object[][] bad() {
        return new Object[][] {
            {"precision", "int4", "one of int8, dynamic, float32"},
            {"cache", "", "true, false or a folder"},
            {"intraOpNumThreads", "-1", "[0, 32767]"},
            {"intraOpNumThreads", "two", "[0, 32767]"},
            {"optLevel", "O3", "NO_OPT"},
            {"executionMode", "fast", "SEQUENTIAL, PARALLEL"},
            {"cpuArenaAllocator", "yes", "true or false"},
            {"logLevel", "debug", "verbose, info, warning, error, fatal"},
            {"dimension.batch", "0", "above 0"},
            {"dimension.batch", "x", "above 0"},
            {"activations", "row", "token"},
            {"sessionOptions", "text", "SessionOptions"},
        };
    }

    @Test(dataProvider = "bad")
    public void badValueIsNamed(String key, String value, String expected) {
        IllegalArgumentException e =
                expectThrows(
                        IllegalArgumentException.class,
                        () -> ModelOptions.parse("Int8", Map.of(key, value)));
        assertTrue(e.getMessage().contains(key), e.getMessage());
        assertTrue(e.getMessage().contains(expected), e.getMessage());
    }

    @Test
    public void unknownOptionListsTheKnownOnes() {
        IllegalArgumentException e =
                expectThrows(
                        IllegalArgumentException.class,
                        () -> ModelOptions.parse("Int8", Map.of("intraOpThreads", "1")));
        for (String known :
                new String[] {
                    "engine Int8: intraOpThreads",
                    "precision",
                    "cache",
                    "activations",
                    "weights",
                    "perChannel",
                    "embeddings",
                    "skip",
                    "intraOpNumThreads",
                    "interOpNumThreads",
                    "executionMode",
                    "optLevel",
                    "memoryPatternOptimization",
                    "cpuArenaAllocator",
                    "disablePerSessionThreads",
                    "deterministicCompute",
                    "profilerOutput",
                    "optimizedModelFile",
                    "customOpLibrary",
                    "customOpFunction",
                    "loggerId",
                    "logLevel",
                    "logVerbosity",
                    "sessionOptions",
                    "dimension.*",
                    "session.*",
                    "optimization.*",
                    "mlas.*",
                    "ep.*",
                    "cuda.*",
                }) {
            assertTrue(e.getMessage().contains(known), known + " in " + e.getMessage());
        }
    }
}
