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
package io.github.djlint8.training.bert;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * An encoder with a linear layer that gives each token a score for each label.
 *
 * <p>Inputs are those of {@link BertEncoder}; the output is logits [batch, sequence, labels], and
 * behind them the hidden states if {@link BertEncoder#HIDDEN_STATES} asks for them. The manager
 * that the Block is initialized with owns the parameters. Not safe for use by many threads.
 */
public final class TokenClassifier extends CompositeBlock {

    /** The name of the layer that scores labels. */
    public static final String CLASSIFIER = "classifier";

    private static final String QUANTIZERS = "quantizers";

    private final BertEncoder encoder;
    private final LinearLayer classifier;

    /**
     * Creates a classifier.
     *
     * @param encoder the encoder
     * @param labels the number of labels
     */
    public TokenClassifier(BertEncoder encoder, int labels) {
        super(encoder.config());
        this.encoder = addChildBlock("bert", encoder);
        int width = encoder.config().hiddenSize();
        classifier = addChildBlock(CLASSIFIER, new LinearLayer(CLASSIFIER, width, labels, null));
    }

    /**
     * Returns the encoder.
     *
     * @return the encoder
     */
    public BertEncoder encoder() {
        return encoder;
    }

    /**
     * Lets layers compute with the values that integers stand for.
     *
     * @param quantizers the quantizers of the layers; the others compute in float
     * @throws IllegalStateException if layers are quantized already
     */
    public void quantize(BlockQuantizers quantizers) {
        if (getChildren().keys().stream().anyMatch(k -> k.endsWith(QUANTIZERS))) {
            throw new IllegalStateException("The layers of this tagger are quantized already");
        }
        quantize(this, quantizers);
        addChildBlock(QUANTIZERS, quantizers.parameters());
    }

    /**
     * Visits the weights [out, in] that linear layers multiply by, low-rank products added, one
     * after the other.
     *
     * @param visitor looks at them
     * @throws MalformedModelException if the visitor throws it
     */
    public void visitLinear(LinearVisitor visitor) throws MalformedModelException {
        visitLinear(this, visitor);
    }

    private static void visitLinear(Block parent, LinearVisitor visitor)
            throws MalformedModelException {
        for (Block child : parent.getChildren().values()) {
            if (child instanceof LinearLayer layer) {
                layer.visit(visitor);
            }
            visitLinear(child, visitor);
        }
    }

    private static void quantize(Block parent, BlockQuantizers quantizers) {
        for (Block child : parent.getChildren().values()) {
            if (child instanceof LinearLayer layer) {
                layer.setQuantizer(quantizers.linear(layer.name()).orElse(null));
            } else if (child instanceof EmbeddingTable table) {
                table.setQuantizer(quantizers.embedding(table.name()).orElse(null));
            }
            quantize(child, quantizers);
        }
    }

    /** {@inheritDoc} */
    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        NDList encoded = encoder.forward(store, inputs, training, params);
        NDArray hidden = drop(encoded.head(), training);
        NDList outputs = new NDList(apply(classifier, store, hidden, training));
        return outputs.addAll(encoded.subNDList(1));
    }

    /** {@inheritDoc} */
    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        encoder.initialize(manager, dataType, inputShapes);
        classifier.initialize(manager, dataType, encoder.getOutputShapes(inputShapes));
    }

    /** {@inheritDoc} */
    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return classifier.getOutputShapes(encoder.getOutputShapes(inputShapes));
    }
}
