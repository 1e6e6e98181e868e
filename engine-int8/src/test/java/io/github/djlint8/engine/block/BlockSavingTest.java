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
package io.github.djlint8.engine.block;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.Symmetry;
import io.github.djlint8.engine.TestFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.testng.annotations.Test;

/** INT8 Blocks through the files of DJL's models. */
public class BlockSavingTest extends BlockTestCase {

    @Test
    public void savedTreeIsLoadedIntoEmptyBlocks() throws Exception {
        Path folder = TestFolder.create("blocks");
        try {
            NDArray x = indices();
            SequentialBlock tree = withoutNormalization();
            Block converted =
                    BlockQuantizer.of(DynamicConfig.defaults()).quantize(tree, manager).block();
            float[] expected = forward(converted, x);
            model.setBlock(converted);
            model.setProperty("tagset", "universal");
            model.save(folder, "tagger");
            model.save(folder, "tagger");
            assertEquals(names(folder), List.of("tagger-0000.params", "tagger-0001.params"));
            // 50 x 37 + 2 x 37 x 70 weights, one byte each; floats are 50 + 2 x 70 scales, 2 x 70
            // biases and the head of 70 x 3 + 3. Headers of the 10 parameters are below 2,048
            // bytes.
            int bytes = 7030 + 4 * (190 + 140 + 213);
            long int8 = Files.size(folder.resolve("tagger-0000.params"));
            assertTrue(int8 >= bytes && int8 < bytes + 2048, int8 + " bytes for " + bytes);
            try (Model loaded = Model.newInstance("tagger", "Int8")) {
                loaded.setBlock(emptyTree());
                loaded.load(folder, "tagger");
                assertEquals(forward(loaded.getBlock(), x), expected);
                assertEquals(loaded.getProperty("tagset"), "universal");
                assertTrue(loaded.getBlock().isInitialized());
                loaded.save(folder, "again");
            }
        } finally {
            TestFolder.delete(folder);
        }
    }

    @Test
    public void staticLayerIsSavedAndLoaded() throws Exception {
        Path folder = TestFolder.create("blocks");
        try {
            StaticConfig config = plain().optWeightSymmetry(Symmetry.ASYMMETRIC).build();
            Linear linear = linear(OUTPUTS, true, new Shape(2, 5, INPUTS));
            BlockQuantizer quantizer =
                    BlockQuantizer.of(config, table("Linear", ActivationChoice.STATIC));
            model.setBlock(quantizer.quantize(linear, manager).block());
            NDArray x = normal(new Shape(2, 5, INPUTS));
            model.save(folder, "layer");
            try (Model loaded = Model.newInstance("layer", "Int8")) {
                loaded.setBlock(new Int8Linear());
                loaded.load(folder);
                assertEquals(forward(loaded.getBlock(), x), forward(model.getBlock(), x));
            }
        } finally {
            TestFolder.delete(folder);
        }
    }

    @Test
    public void damagedFilesAreNamed() throws Exception {
        Path folder = TestFolder.create("blocks");
        try {
            Linear linear = linear(OUTPUTS, true, new Shape(2, 5, INPUTS));
            model.setBlock(
                    BlockQuantizer.of(DynamicConfig.defaults()).quantize(linear, manager).block());
            model.save(folder, "layer");
            Path file = folder.resolve("layer-0000.params");
            byte[] whole = Files.readAllBytes(file);
            assertLoadFails(folder, new Int8Linear(), "layer-0000.params");
            Files.write(file, Arrays.copyOf(whole, 300));
            assertLoadFails(folder, new DynamicInt8Linear(), "Parameter weight of");
            Files.write(file, new byte[] {1, 2, 3, 4, 5});
            assertLoadFails(folder, new DynamicInt8Linear(), "does not begin with DJL@");
        } finally {
            TestFolder.delete(folder);
        }
    }

    private static void assertLoadFails(Path folder, Block block, String part) {
        try (Model loaded = Model.newInstance("layer", "Int8")) {
            loaded.setBlock(block);
            MalformedModelException e =
                    expectThrows(MalformedModelException.class, () -> loaded.load(folder));
            assertTrue(e.getMessage().contains("layer-0000.params"), e.getMessage());
            assertTrue(e.getMessage().contains(part), e.getMessage());
        }
    }

    private static List<String> names(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private static SequentialBlock emptyTree() {
        return new SequentialBlock()
                .add(new Int8Embedding())
                .add(sum(new DynamicInt8Linear(), new DynamicInt8Linear()))
                .add(Linear.builder().setUnits(3).build());
    }
}
