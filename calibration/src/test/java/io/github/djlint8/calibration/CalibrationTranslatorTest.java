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
package io.github.djlint8.calibration;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.github.djlint8.api.CalibrationMethod;
import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.testng.annotations.Test;

/** Samples made by translators. */
public class CalibrationTranslatorTest {

    @Test
    public void arraysOfATranslatorWithoutBatchifierStayAsTheyAre() throws TranslateException {
        try (Model model = Model.newInstance("m", "OnnxRuntime")) {
            Lengths translator = new Lengths();
            CalibrationTranslator<long[]> samples = new CalibrationTranslator<>(model, translator);
            CalibrationInput input = samples.toInput(new long[] {5, 6, 7});
            samples.toInput(new long[] {1});
            assertEquals(translator.prepared, 1);
            assertEquals(input.arrays().size(), 1);
            InputArray ids = input.arrays().get(0);
            assertEquals(ids.name(), "input_ids");
            assertEquals(ids.type(), DataType.INT64);
            assertEquals(ids.dims(), new long[] {1, 3});
            LongBuffer values = ids.data().asLongBuffer();
            assertEquals(
                    new long[] {values.get(), values.get(), values.get()}, new long[] {5, 6, 7});
        }
    }

    @Test
    public void aBatchingTranslatorIsAskedForABatchOfOne() throws TranslateException {
        try (Model model = Model.newInstance("m", "OnnxRuntime")) {
            CalibrationInput input =
                    new CalibrationTranslator<>(model, new Batches()).toInput(new long[] {5, 6});
            assertEquals(input.arrays().get(0).dims(), new long[] {1, 8});
        }
    }

    @Test
    public void failuresNameTranslatorAndInput() {
        try (Model model = Model.newInstance("m", "OnnxRuntime")) {
            CalibrationTranslator<long[]> samples =
                    new CalibrationTranslator<>(model, new Lengths());
            TranslateException e =
                    expectThrows(TranslateException.class, () -> samples.toInput(new long[0]));
            assertTrue(e.getMessage().contains("Lengths failed on"), e.getMessage());
            assertTrue(e.getMessage().contains("nothing to read"), e.getMessage());
        }
    }

    @Test
    public void theSourceCanBeReadAgain() throws IOException, TranslateException {
        try (Model model = Model.newInstance("m", "OnnxRuntime")) {
            CalibrationDataset dataset =
                    new CalibrationTranslator<>(model, new Lengths())
                            .dataset(List.of(new long[] {1}, new long[] {2, 3}));
            for (int round = 0; round < 2; round++) {
                try (CalibrationDataset.Stream stream = dataset.open()) {
                    assertEquals(stream.next().orElseThrow().elements(), 1);
                    assertEquals(stream.next().orElseThrow().elements(), 2);
                    assertEquals(stream.next(), Optional.empty());
                    assertEquals(stream.next(), Optional.empty());
                }
            }
        }
    }

    @Test
    public void paddingOfTheTranslatorIsMasked() throws Exception {
        Path folder = Files.createTempDirectory("translator");
        try (Model model = Model.newInstance("m", "OnnxRuntime")) {
            CalibrationConfig config =
                    CalibrationConfig.builder().setModel(Runs.bert(folder)).build();
            CalibrationDataset data =
                    new CalibrationTranslator<>(model, new Batches())
                            .dataset(List.of(new long[] {5, 6, 9}, new long[] {7}));
            CalibrationResult result = new Calibrator(config).calibrate(data);
            // 4 real tokens of width 32.
            assertEquals(result.observers().get(0).count(), 4 * 32);
            assertEquals(result.table(CalibrationMethod.ENTROPY).tensors().size(), 9);
        } finally {
            Runs.delete(folder);
        }
    }

    /** The ids alone, without a batchifier. */
    private static final class Lengths implements NoBatchifyTranslator<long[], Integer> {

        private int prepared;

        @Override
        public void prepare(TranslatorContext ctx) {
            prepared++;
        }

        @Override
        public NDList processInput(TranslatorContext ctx, long[] input) throws Exception {
            if (input.length == 0) {
                throw new Exception("nothing to read");
            }
            NDArray ids = ctx.getNDManager().create(input, new Shape(1, input.length));
            ids.setName("input_ids");
            return new NDList(ids);
        }

        @Override
        public Integer processOutput(TranslatorContext ctx, NDList list) {
            throw new UnsupportedOperationException("the model never runs");
        }
    }

    /** Ids, mask and types padded to 8, made for a batch as a whole. */
    private static final class Batches implements Translator<long[], Integer> {

        @Override
        public Batchifier getBatchifier() {
            return Batchifier.STACK;
        }

        @Override
        public NDList processInput(TranslatorContext ctx, long[] input) {
            throw new UnsupportedOperationException("batches only");
        }

        @Override
        public NDList batchProcessInput(TranslatorContext ctx, List<long[]> inputs) {
            long[] ids = inputs.get(0);
            NDList list = new NDList();
            for (InputArray array : Runs.sentence(ids, 8).arrays()) {
                list.add(toNDArray(ctx.getNDManager(), array));
            }
            return list;
        }

        @Override
        public Integer processOutput(TranslatorContext ctx, NDList list) {
            throw new UnsupportedOperationException("the model never runs");
        }

        private static NDArray toNDArray(NDManager manager, InputArray array) {
            NDArray copy =
                    manager.create(
                            array.data().asLongBuffer(), new Shape(array.dims()), array.type());
            copy.setName(array.name());
            return copy;
        }
    }
}
