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

import ai.djl.Device;
import io.github.djlint8.api.Precision;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class PrecisionPolicyTest {

    private static final Path FOLDER = Path.of("models");

    /**
     * Device, whether the engine is always dynamic, option, files there (f, i, d, and t for the
     * calibration table), file named; expected: file and what is done with it. No file: an error.
     */
    @DataProvider
    public Object[][] table() {
        return new Object[][] {
            // engine Int8 on the CPU
            {"cpu", false, null, "f", null, "m.onnx", "dynamic quantized"},
            {"cpu", false, null, "fi", null, "m-int8.onnx", "int8"},
            {"cpu", false, null, "fd", null, "m-dynamic.onnx", "dynamic"},
            {"cpu", false, null, "fid", null, "m-int8.onnx", "int8"},
            {"cpu", false, null, "i", null, "m-int8.onnx", "int8"},
            {"cpu", false, null, "d", null, "m-dynamic.onnx", "dynamic"},
            {"cpu", false, null, "ft", null, "m.onnx", "int8 quantized by m-calibration.tsv"},
            {"cpu", false, null, "fit", null, "m-int8.onnx", "int8"},
            {"cpu", false, null, "fdt", null, "m.onnx", "int8 quantized by m-calibration.tsv"},
            {"cpu", false, null, "dt", null, "m-dynamic.onnx", "dynamic"},
            // engine DynamicInt8 on the CPU
            {"cpu", true, null, "ft", null, "m.onnx", "dynamic quantized"},
            {"cpu", true, null, "f", null, "m.onnx", "dynamic quantized"},
            {"cpu", true, null, "fid", null, "m-dynamic.onnx", "dynamic"},
            {"cpu", true, null, "fi", null, "m.onnx", "dynamic quantized"},
            {"cpu", true, null, "i", null, null, null},
            // the option overrides the engine
            {"cpu", false, "float32", "fid", null, "m.onnx", "float32"},
            {"cpu", false, "dynamic", "fi", null, "m.onnx", "dynamic quantized"},
            {"cpu", true, "int8", "fi", null, "m-int8.onnx", "int8"},
            {"cpu", false, "int8", "fd", null, null, null},
            {"cpu", false, "int8", "ft", null, "m.onnx", "int8 quantized by m-calibration.tsv"},
            {"cpu", true, "int8", "ft", null, "m.onnx", "int8 quantized by m-calibration.tsv"},
            {"cpu", false, "dynamic", "ft", null, "m.onnx", "dynamic quantized"},
            {"cpu", false, "float32", "ft", null, "m.onnx", "float32"},
            {"cpu", false, "int8", "dt", null, null, null},
            {"cpu", false, "float32", "id", null, null, null},
            // a file that the caller names
            {"cpu", false, null, "fid", "f", "m-int8.onnx", "int8"},
            {"cpu", false, null, "fid", "d", "m-dynamic.onnx", "dynamic"},
            {"cpu", true, null, "fid", "i", "m-int8.onnx", "int8"},
            {"cpu", false, "float32", "fi", "i", "m.onnx", "float32"},
            {"cpu", false, null, "ft", "f", "m.onnx", "int8 quantized by m-calibration.tsv"},
            {"cpu", false, null, "fdt", "d", "m-dynamic.onnx", "dynamic"},
            // a GPU runs Float32 whatever else is said
            {"gpu0", false, null, "fid", null, "m.onnx", "float32 cuda"},
            {"gpu1", true, null, "f", null, "m.onnx", "float32 cuda"},
            {"gpu0", false, "int8", "fid", "i", "m.onnx", "float32 cuda"},
            {"gpu0", false, null, "ft", null, "m.onnx", "float32 cuda"},
            {"gpu0", false, null, "id", null, null, null},
        };
    }

    @Test(dataProvider = "table")
    public void decides(
            String device,
            boolean alwaysDynamic,
            String option,
            String there,
            String named,
            String file,
            String expected)
            throws Exception {
        Optional<Precision> asked = Optional.ofNullable(option).map(PrecisionPolicyTest::precision);
        ModelFiles files = files(there, named);
        Device on = Device.fromName(device);
        if (file == null) {
            FileNotFoundException e =
                    expectThrows(
                            FileNotFoundException.class,
                            () -> PrecisionPolicy.decide(on, alwaysDynamic, asked, files));
            assertTrue(e.getMessage().contains("looked for m"), e.getMessage());
            assertTrue(e.getMessage().contains("found [" + FOLDER), e.getMessage());
            return;
        }
        PrecisionDecision decision = PrecisionPolicy.decide(on, alwaysDynamic, asked, files);
        assertEquals(decision.file(), FOLDER.resolve(file));
        String found =
                decision.precision().option()
                        + (decision.quantize() ? " quantized" : "")
                        + decision.table().map(t -> " by " + t.getFileName()).orElse("")
                        + (decision.cuda() ? " cuda" : "");
        assertEquals(found, expected);
    }

    @Test
    public void missingCalibrationNamesTheTableToo() {
        FileNotFoundException e =
                expectThrows(
                        FileNotFoundException.class,
                        () ->
                                PrecisionPolicy.decide(
                                        Device.cpu(),
                                        false,
                                        Optional.of(Precision.INT8),
                                        files("f", null)));
        assertTrue(
                e.getMessage()
                        .contains(
                                "looked for m-int8.onnx, m-int8.onnx.gz, m-calibration.tsv with"
                                        + " m.onnx;"),
                e.getMessage());
    }

    @Test
    public void reasonSaysThatTheGpuOverridesTheOption() throws Exception {
        PrecisionDecision decision =
                PrecisionPolicy.decide(
                        Device.gpu(2), false, Optional.of(Precision.INT8), files("fi", null));
        assertEquals(decision.reason(), "device gpu(2) runs Float32 whatever precision=int8 says");
    }

    private static ModelFiles files(String there, String named) {
        Map<Precision, Path> found = new EnumMap<>(Precision.class);
        for (char c : there.replace("t", "").toCharArray()) {
            Precision precision = letter(c);
            String suffix = precision == Precision.FLOAT32 ? "" : "-" + precision.option();
            found.put(precision, FOLDER.resolve("m" + suffix + ".onnx"));
        }
        return new ModelFiles(
                FOLDER,
                "m",
                found,
                Optional.of(FOLDER.resolve("m-calibration.tsv")).filter(t -> there.contains("t")),
                Optional.ofNullable(named).map(n -> letter(n.charAt(0))));
    }

    private static Precision letter(char c) {
        return switch (c) {
            case 'f' -> Precision.FLOAT32;
            case 'i' -> Precision.INT8;
            default -> Precision.DYNAMIC;
        };
    }

    private static Precision precision(String option) {
        for (Precision precision : Precision.values()) {
            if (precision.option().equals(option)) {
                return precision;
            }
        }
        throw new AssertionError(option);
    }
}
