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
package io.github.djlint8.benchmarks;

import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import io.github.djlint8.benchmarks.accuracy.MethodComparison;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Prints what each method of quantization makes of a tagger of the zoo, and what each part of the
 * default brings.
 *
 * <p>Arguments: the name of the tagger, the corpora to calibrate with, separated by commas, the
 * corpus to test on, and the number of sentences to calibrate with, 512 by default. Sentences are
 * tagged one by one, words as annotated, by all variants in turns.
 */
public final class MethodTable {

    private static final int DEFAULT_SAMPLES = 512;

    private MethodTable() {}

    /**
     * Runs.
     *
     * @param args the tagger, for instance {@code pos-en-minilm}, the corpora, and the number of
     *     sentences
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if a model cannot be quantized or loaded
     * @throws TranslateException if a model fails
     */
    public static void main(String[] args) throws IOException, ModelException, TranslateException {
        int samples = args.length > 3 ? Integer.parseInt(args[3]) : DEFAULT_SAMPLES;
        try (MethodComparison comparison = new MethodComparison(args[0])) {
            List<Path> corpora = Arrays.stream(args[1].split(",")).map(Path::of).toList();
            comparison.calibrate(corpora, samples);
            comparison.run(Path.of(args[2]));
            System.out.print(comparison.text());
        }
    }
}
