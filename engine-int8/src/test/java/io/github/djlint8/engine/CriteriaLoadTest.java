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
package io.github.djlint8.engine;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** Loading through DJL's criteria, from where they find models. */
public class CriteriaLoadTest {

    private Path folder;

    @BeforeMethod
    public void makeFolder() throws IOException {
        folder = TestFolder.create("criteria");
    }

    @AfterMethod
    public void deleteFolder() throws IOException {
        TestFolder.delete(folder);
    }

    @Test
    public void criteriaLoadFoldersArchivesAndJars() throws Exception {
        Path model = folder.resolve("m.onnx");
        LinearModel.write(model, 2);
        Files.writeString(
                folder.resolve("serving.properties"),
                "engine=Int8\noption.intraOpNumThreads=2\nbatch_size=1\n");
        assertEquals(criteria(c -> c.optModelPath(folder).optModelName("m")), 2);
        assertEquals(criteria(c -> c.optModelPath(model).optEngine("Int8")), 2);
        Path zip = folder.resolve("zipped.zip");
        zip(zip, "m.onnx", model);
        assertEquals(
                criteria(
                        c ->
                                c.optModelUrls(zip.toUri().toString())
                                        .optModelName("m")
                                        .optEngine("DynamicInt8")),
                2);
        Path jar = folder.resolve("models.jar");
        zip(jar, "models/zipped.zip", zip);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            assertEquals(
                    criteria(
                            c ->
                                    c.optModelUrls("jar:///models/zipped.zip")
                                            .optModelName("m")
                                            .optEngine("Int8")),
                    2);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    public void unknownOptionInServingPropertiesIsAnError() throws Exception {
        LinearModel.write(folder.resolve("m.onnx"), 1);
        Files.writeString(folder.resolve("serving.properties"), "option.rolling_batch=auto\n");
        IllegalArgumentException e =
                expectThrows(
                        IllegalArgumentException.class,
                        () -> criteria(c -> c.optModelPath(folder).optModelName("m")));
        assertTrue(e.getMessage().contains("rolling_batch"), e.getMessage());
    }

    private interface Change {
        Criteria.Builder<NDList, NDList> apply(Criteria.Builder<NDList, NDList> builder);
    }

    private static float criteria(Change change) throws Exception {
        Criteria.Builder<NDList, NDList> builder =
                Criteria.builder()
                        .setTypes(NDList.class, NDList.class)
                        .optTranslator(new NoopTranslator());
        try (ZooModel<NDList, NDList> model = change.apply(builder).build().loadModel()) {
            assertTrue(model.getWrappedModel() instanceof Int8Model);
            return LinearModel.factor(model);
        }
    }

    private static void zip(Path target, String name, Path source) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(Files.readAllBytes(source));
            zip.closeEntry();
        }
        try (OutputStream out = Files.newOutputStream(target)) {
            bytes.writeTo(out);
        }
    }
}
