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
package io.github.djlint8.cli.compare;

import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import ai.djl.util.Utils;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An original and a quantized tagger, by the names that a command line gives them.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class ModelPair {

    private final String original;
    private final String quantized;
    private final ModelFolder left;
    private final ModelFolder right;

    private ModelPair(String original, String quantized, ModelFolder left, ModelFolder right) {
        this.original = original;
        this.quantized = quantized;
        this.left = left;
        this.right = right;
    }

    /**
     * Finds both models.
     *
     * @param original a name of the zoo, a folder or an ONNX file in one
     * @param quantized the same, an ONNX file without a folder of its own, or the precision in
     *     which the engine is to run the original
     * @return the pair
     * @throws FileNotFoundException if there is no such model
     * @throws IOException if a model of the zoo cannot be made
     * @throws IllegalArgumentException if the labels of the models differ
     */
    public static ModelPair find(String original, String quantized) throws IOException {
        ModelFolder left = ModelFolder.find(original);
        ModelFolder right =
                ModelFolder.isFolderName(quantized) ? ModelFolder.find(quantized) : left;
        LabelCheck.requireSame(left, right);
        return new ModelPair(original, quantized, left, right);
    }

    /**
     * Returns where the original is.
     *
     * @return the folder and file
     */
    public ModelFolder folder() {
        return left;
    }

    /**
     * Loads both models for some work and closes them afterwards.
     *
     * @param threads how many threads work inside an operator
     * @param work the work
     * @param <T> what it results in
     * @return the result
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if a model is broken, or its engine does not know it
     * @throws TranslateException if a model fails
     */
    public <T> T run(int threads, Work<T> work)
            throws IOException, ModelException, TranslateException {
        RowSpec originalRow = originalRow();
        RowSpec quantizedRow = quantizedRow();
        Path scratch = Files.createTempDirectory("djl-int8-pair");
        try (ComparedModel reference =
                        ComparedModel.load(
                                originalRow, left, threads, folder(scratch, "original"));
                ComparedModel compared =
                        ComparedModel.load(
                                quantizedRow, right, threads, folder(scratch, "quantized"))) {
            return work.run(reference, compared);
        } finally {
            Utils.deleteQuietly(scratch);
        }
    }

    private static Path folder(Path scratch, String name) throws IOException {
        return Files.createDirectory(scratch.resolve(name));
    }

    private RowSpec originalRow() {
        return ModelFolder.isFolderName(original)
                ? RowSpec.floatRow(original)
                : RowSpec.ofFile(left.model(), false);
    }

    private RowSpec quantizedRow() throws FileNotFoundException {
        if (ModelFolder.isFolderName(quantized)) {
            return RowSpec.usual(quantized);
        }
        if (ModelFolder.isFileName(quantized)) {
            return RowSpec.ofFile(Path.of(quantized), true);
        }
        try {
            return RowSpec.parse(quantized);
        } catch (IllegalArgumentException e) {
            throw new FileNotFoundException(
                    "Model "
                            + quantized
                            + " is neither a folder, nor an ONNX file, nor a model of the zoo, nor"
                            + " a precision: "
                            + e.getMessage());
        }
    }

    /**
     * What is done with both models.
     *
     * @param <T> what it results in
     */
    @FunctionalInterface
    public interface Work<T> {

        /**
         * Does the work.
         *
         * @param original the original
         * @param quantized the quantized model
         * @return the result
         * @throws IOException if a file cannot be read
         * @throws ModelException if a model is malformed
         * @throws TranslateException if a model fails
         */
        T run(ComparedModel original, ComparedModel quantized)
                throws IOException, ModelException, TranslateException;
    }
}
