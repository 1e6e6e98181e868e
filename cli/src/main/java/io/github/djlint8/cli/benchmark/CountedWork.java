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
package io.github.djlint8.cli.benchmark;

import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.djlint8.cli.compare.ModelPlan;
import io.github.djlint8.cli.compare.RowSpec;
import io.github.djlint8.cli.compare.SyntheticInputs;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.inspect.IntegerProducts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the integer products of a graph multiply and add for certain inputs, counted from the shapes
 * of their outputs in one run.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param products the number of integer products
 * @param multiplyAdds the multiplications of one run, each with its addition
 */
public record CountedWork(int products, long multiplyAdds) {

    /** What a graph without integer products does. */
    static final CountedWork NONE = new CountedWork(0, 0);

    /**
     * Counts.
     *
     * @param file the graph as it runs
     * @param inputs what makes its inputs
     * @param shapes the shapes of the inputs
     * @param scratch an empty folder for a copy of the graph
     * @return the work
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if the graph is broken
     * @throws TranslateException if the run fails
     */
    public static CountedWork count(
            Path file, SyntheticInputs inputs, List<Shape> shapes, Path scratch)
            throws IOException, ModelException, TranslateException {
        IntegerProducts products = IntegerProducts.of(OnnxModel.open(file));
        if (products.products().isEmpty()) {
            return NONE;
        }
        String name = "model.onnx";
        ModelWriter.write(products.model(), Files.createDirectories(scratch).resolve(name));
        ModelPlan plan = new ModelPlan(scratch, name, "Int8", Map.of(RowSpec.PRECISION, "float32"));
        try (ZooModel<NDList, NDList> model = plan.loadArrays();
                Predictor<NDList, NDList> predictor = model.newPredictor();
                NDList input = inputs.make(model.getNDManager(), shapes);
                NDList output = predictor.predict(input)) {
            List<Long> elements = output.stream().map(NDArray::size).toList();
            return new CountedWork(elements.size(), products.multiplyAdds(elements));
        }
    }
}
