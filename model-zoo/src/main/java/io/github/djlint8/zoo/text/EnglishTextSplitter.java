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
package io.github.djlint8.zoo.text;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import opennlp.tools.sentdetect.SentenceDetectorME;
import opennlp.tools.sentdetect.SentenceModel;
import opennlp.tools.tokenize.TokenizerME;
import opennlp.tools.tokenize.TokenizerModel;
import opennlp.tools.util.Span;

/**
 * Splits English text into the sentences and words of Universal Dependencies, with the models that
 * Apache OpenNLP trained on the English Web Treebank.
 *
 * <p>Sentences end at blank lines too. A run of more than {@value #MAX_WORD_CHARS} chars without
 * white space is no word of a language: it becomes one word, and a sentence of its own, since the
 * cost of both models grows with the square of its length. Instances are safe for use by many
 * threads.
 */
public final class EnglishTextSplitter {

    /** The longest run of chars that is looked into. */
    static final int MAX_WORD_CHARS = 512;

    private static final String SENTENCES = "/opennlp-en-ud-ewt-sentence-1.3-2.5.4.bin";
    private static final String TOKENS = "/opennlp-en-ud-ewt-tokens-1.3-2.5.4.bin";

    /** A blank line, or a run that is too long; both end what is before them. */
    private static final Pattern BREAK =
            Pattern.compile(
                    "(?U)(?>\\R)\\h*+(?>\\R)|(?<!\\S)\\S{" + (MAX_WORD_CHARS + 1) + "}\\S*+");

    private final SentenceModel sentenceModel;
    private final TokenizerModel tokenizerModel;

    /**
     * Creates a splitter.
     *
     * @throws FileNotFoundException if the class path lacks the models
     * @throws IOException if the models cannot be read
     */
    public EnglishTextSplitter() throws IOException {
        try (InputStream in = open(SENTENCES, "opennlp-models-sentdetect-en")) {
            sentenceModel = new SentenceModel(in);
        }
        try (InputStream in = open(TOKENS, "opennlp-models-tokenizer-en")) {
            tokenizerModel = new TokenizerModel(in);
        }
    }

    /**
     * Splits a text.
     *
     * @param text the text
     * @return its sentences that have words, in order
     */
    public List<Sentence> split(String text) {
        // Neither of the two may be shared by threads; both are cheap beside their models.
        SentenceDetectorME sentences = new SentenceDetectorME(sentenceModel);
        TokenizerME tokens = new TokenizerME(tokenizerModel);
        List<Sentence> result = new ArrayList<>();
        Matcher breaks = BREAK.matcher(text);
        int begin = 0;
        while (breaks.find()) {
            split(text, new TextSpan(begin, breaks.start()), sentences, tokens, result);
            if (!breaks.group().isBlank()) {
                TextSpan word = new TextSpan(breaks.start(), breaks.end());
                result.add(Sentence.ofSpans(text, List.of(word)));
            }
            begin = breaks.end();
        }
        split(text, new TextSpan(begin, text.length()), sentences, tokens, result);
        return result;
    }

    private static void split(
            String text,
            TextSpan block,
            SentenceDetectorME sentences,
            TokenizerME tokens,
            List<Sentence> result) {
        String blockText = block.of(text);
        for (Span sentence : sentences.sentPosDetect(blockText)) {
            int offset = block.begin() + sentence.getStart();
            Span[] words = tokens.tokenizePos(sentence.getCoveredText(blockText).toString());
            if (words.length > 0) {
                List<TextSpan> spans =
                        Arrays.stream(words)
                                .map(w -> new TextSpan(w.getStart(), w.getEnd()).plus(offset))
                                .flatMap(w -> Contractions.split(text, w).stream())
                                .toList();
                result.add(Sentence.ofSpans(text, spans));
            }
        }
    }

    private static InputStream open(String resource, String artifact) throws IOException {
        InputStream in = EnglishTextSplitter.class.getResourceAsStream(resource);
        if (in == null) {
            throw new FileNotFoundException(
                    "File "
                            + resource
                            + " is not on the class path: add the Maven artifact"
                            + " org.apache.opennlp:"
                            + artifact
                            + ":1.3.0");
        }
        return in;
    }
}
