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
package io.github.djlint8.benchmarks.opennlp;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import opennlp.tools.postag.POSModel;
import opennlp.tools.postag.POSTaggerME;

/** The published English model of Apache OpenNLP, trained on UD English EWT. */
final class MaxentTagger implements PosTagger {

    private static final String MODEL = "/opennlp-en-ud-ewt-pos-1.3-2.5.4.bin";

    private final POSTaggerME tagger;

    MaxentTagger() throws IOException {
        try (InputStream in = MaxentTagger.class.getResourceAsStream(MODEL)) {
            if (in == null) {
                throw new FileNotFoundException(
                        MODEL + " of opennlp-models-pos-en is not on the class path");
            }
            tagger = new POSTaggerME(new POSModel(in));
        }
    }

    /** {@inheritDoc} */
    @Override
    public List<String[]> tag(List<String[]> sentences) {
        return sentences.stream().map(tagger::tag).toList();
    }

    /** {@inheritDoc} */
    @Override
    public void close() {
        // holds nothing outside of the heap
    }
}
