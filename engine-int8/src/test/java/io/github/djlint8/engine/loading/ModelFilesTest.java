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
import static org.testng.Assert.expectThrows;

import io.github.djlint8.api.Precision;
import io.github.djlint8.engine.TestFolder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public class ModelFilesTest {

    private Path folder;

    @BeforeMethod
    public void makeFolder() throws IOException {
        folder = TestFolder.create("files").toAbsolutePath();
    }

    @AfterMethod
    public void deleteFolder() throws IOException {
        TestFolder.delete(folder);
    }

    @Test
    public void findsAllPrecisionsOfTheFirstNameThatFits() throws Exception {
        touch("b.onnx", "b-int8.onnx.gz", "b-dynamic.onnx", "model.onnx");
        ModelFiles files = ModelFiles.find(folder, List.of("a", "b", "model"));
        assertEquals(files.name(), "b");
        assertEquals(files.named(), Optional.empty());
        assertEquals(
                files.byPrecision(),
                Map.of(
                        Precision.FLOAT32,
                        folder.resolve("b.onnx"),
                        Precision.INT8,
                        folder.resolve("b-int8.onnx.gz"),
                        Precision.DYNAMIC,
                        folder.resolve("b-dynamic.onnx")));
    }

    @Test
    public void findsTheCalibrationTableOfTheModel() throws Exception {
        touch("a.onnx", "b-calibration.tsv");
        assertEquals(ModelFiles.find(folder, List.of("a")).table(), Optional.empty());
        touch("a-calibration.tsv");
        Path table = folder.resolve("a-calibration.tsv");
        assertEquals(ModelFiles.find(folder, List.of("a")).table(), Optional.of(table));
        assertEquals(
                ModelFiles.find(folder.resolve("a.onnx"), List.of()).table(), Optional.of(table));
    }

    @Test
    public void plainFileComesBeforeItsCompressedTwin() throws Exception {
        touch("a.onnx", "a.onnx.gz");
        ModelFiles files = ModelFiles.find(folder, List.of("a"));
        assertEquals(files.get(Precision.FLOAT32), Optional.of(folder.resolve("a.onnx")));
    }

    @Test
    public void fileNamedByPathBringsItsSiblings() throws Exception {
        touch("a.onnx", "a-int8.onnx");
        ModelFiles files = ModelFiles.find(folder.resolve("a-int8.onnx"), List.of("unused"));
        assertEquals(files.name(), "a");
        assertEquals(files.directory(), folder);
        assertEquals(files.named(), Optional.of(Precision.INT8));
        assertEquals(files.get(Precision.FLOAT32), Optional.of(folder.resolve("a.onnx")));
    }

    @Test
    public void nameWithASuffixIsTheQuantizedFileItself() throws Exception {
        touch("a-int8.onnx");
        ModelFiles files = ModelFiles.find(folder, List.of("a-int8"));
        assertEquals(files.named(), Optional.of(Precision.INT8));
        assertEquals(files.get(Precision.FLOAT32), Optional.empty());
    }

    @Test
    public void fileWithAnyExtensionCanBeNamed() throws Exception {
        touch("weights.bin");
        ModelFiles files = ModelFiles.find(folder, List.of("weights.bin"));
        assertEquals(files.get(Precision.FLOAT32), Optional.of(folder.resolve("weights.bin")));
        assertEquals(files.named(), Optional.of(Precision.FLOAT32));
    }

    @Test
    public void aFileCalledOnlyByASuffixIsAFloatModel() throws Exception {
        touch("-int8.onnx");
        ModelFiles files = ModelFiles.find(folder.resolve("-int8.onnx"), List.of());
        assertEquals(files.named(), Optional.of(Precision.FLOAT32));
    }

    @Test
    public void missingModelListsWhatWasLookedFor() {
        FileNotFoundException e =
                expectThrows(
                        FileNotFoundException.class, () -> ModelFiles.find(folder, List.of("a")));
        assertEquals(
                e.getMessage(),
                "No ONNX model in "
                        + folder
                        + "; looked for a-int8.onnx, a-int8.onnx.gz, a-dynamic.onnx,"
                        + " a-dynamic.onnx.gz, a.onnx, a.onnx.gz");
    }

    @Test
    public void missingFolderIsNamed() {
        Path missing = folder.resolve("no");
        FileNotFoundException e =
                expectThrows(
                        FileNotFoundException.class, () -> ModelFiles.find(missing, List.of("a")));
        assertEquals(e.getMessage(), "Model path " + missing + " does not exist");
    }

    private void touch(String... names) throws IOException {
        for (String name : names) {
            Files.createFile(folder.resolve(name));
        }
    }
}
