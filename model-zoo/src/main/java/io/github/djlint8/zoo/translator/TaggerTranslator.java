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
package io.github.djlint8.zoo.translator;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.translate.Batchifier;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.github.djlint8.zoo.text.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * What all taggers' translators share: from sentences to padded arrays, and from logits to labels.
 *
 * <p>A batch becomes several runs of the model, each of sentences of like length, which threads of
 * the common pool share if they are idle; the last one is run, and timed, by the predictor. The
 * state of a batch is kept in the predictor's context, so that many predictors on many threads may
 * share one translator; a predictor itself belongs to one thread at a time.
 *
 * @param <I> the type of inputs
 * @param <O> the type of outputs
 */
public abstract class TaggerTranslator<I, O> implements Translator<I, O> {

    private static final String STATE = "io.github.djlint8.zoo.tagger";
    private static final Batchifier PRE_BATCHED = new PreBatched();

    private final TokenClassifier classifier;

    TaggerTranslator(TokenClassifier classifier) {
        this.classifier = classifier;
    }

    /**
     * Returns the same translator with runs on the caller's thread only, for programs that keep all
     * processors busy by themselves.
     *
     * @return the translator
     */
    public abstract TaggerTranslator<I, O> onOneThread();

    /** Returns what all runs share. */
    final TokenClassifier classifier() {
        return classifier;
    }

    /** Reads an input. */
    abstract Request request(I input) throws TranslateException;

    /** Makes the output from the labels of each document of a request. */
    abstract O output(boolean isBatch, List<Labelled> documents);

    /** Returns whether {@link #output} reads the logits of words. */
    boolean needsLogits() {
        return false;
    }

    /** {@inheritDoc} */
    @Override
    public Batchifier getBatchifier() {
        return PRE_BATCHED;
    }

    /** {@inheritDoc} */
    @Override
    public NDList processInput(TranslatorContext ctx, I input) throws TranslateException {
        return batchProcessInput(ctx, List.of(input));
    }

    /** {@inheritDoc} */
    @Override
    public O processOutput(TranslatorContext ctx, NDList list) throws TranslateException {
        return batchProcessOutput(ctx, list).get(0);
    }

    /** {@inheritDoc} */
    @Override
    public NDList batchProcessInput(TranslatorContext ctx, List<I> inputs)
            throws TranslateException {
        List<Request> requests = new ArrayList<>(inputs.size());
        List<Sentence> sentences = new ArrayList<>();
        for (I input : inputs) {
            Request request = request(input);
            requests.add(request);
            request.documents().forEach(d -> sentences.addAll(d.sentences()));
        }
        TaggingRun run = new TaggingRun(classifier, sentences, needsLogits());
        List<String> names = inputNames(ctx.getBlock());
        List<TaggingBatch> batches = run.batches();
        int last = batches.size() - 1;
        SharedWork others = new SharedWork(work(ctx, batches.subList(0, Math.max(last, 0)), names));
        ctx.setAttachment(STATE, new State(requests, run, others));
        others.run(classifier.policy().threads() - 1);
        return batches.isEmpty()
                ? new NDList()
                : batches.get(last).input(ctx.getNDManager(), names);
    }

    /** {@inheritDoc} */
    @Override
    public List<O> batchProcessOutput(TranslatorContext ctx, NDList list)
            throws TranslateException {
        State state = (State) ctx.getAttachment(STATE);
        List<TaggingBatch> batches = state.run.batches();
        if (!batches.isEmpty()) {
            batches.get(batches.size() - 1).accept(list);
        }
        state.others.await();
        List<O> outputs = new ArrayList<>(state.requests.size());
        int sentence = 0;
        for (Request request : state.requests) {
            List<Labelled> labelled = new ArrayList<>(request.documents().size());
            for (Document document : request.documents()) {
                int end = sentence + document.sentences().size();
                labelled.add(new Labelled(document, state.run.labels().subList(sentence, end)));
                sentence = end;
            }
            outputs.add(output(request.isBatch(), labelled));
        }
        return outputs;
    }

    private static List<Callable<Void>> work(
            TranslatorContext ctx, List<TaggingBatch> batches, List<String> names) {
        // Not of the context: if the last run fails, that is closed while others still run.
        NDManager parent = ctx.getModel().getNDManager();
        Block block = ctx.getBlock();
        List<Callable<Void>> work = new ArrayList<>();
        for (TaggingBatch batch : batches) {
            work.add(
                    () -> {
                        try (NDManager manager = parent.newSubManager()) {
                            NDList input = batch.input(manager, names);
                            ParameterStore parameters = new ParameterStore(manager, false);
                            batch.accept(block.forward(parameters, input, false));
                        }
                        return null;
                    });
        }
        return work;
    }

    private List<String> inputNames(Block block) throws TranslateException {
        List<String> names = block.describeInput().keys();
        if (classifier.caseScheme().needsTokenTypes() && !names.contains(TokenArrays.TYPES)) {
            throw new TranslateException(
                    "The case scheme "
                            + classifier.caseScheme().option()
                            + " needs a model with the input "
                            + TokenArrays.TYPES
                            + ", found "
                            + names);
        }
        return names;
    }

    /** A text, or words without one, cut into sentences. */
    record Document(String text, List<Sentence> sentences) {}

    /** A document with the labels of the words of each sentence. */
    record Labelled(Document document, List<WordLabels> labels) {}

    /** What one input asks for: one document, or a batch of them. */
    record Request(boolean isBatch, List<Document> documents) {

        static Request of(Document document) {
            return new Request(false, List.of(document));
        }
    }

    private record State(List<Request> requests, TaggingRun run, SharedWork others) {}
}
