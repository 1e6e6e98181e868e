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

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.util.Pair;
import io.github.djlint8.api.GlobFilter;
import io.github.djlint8.engine.Int8NDManager;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One walk over a tree of Blocks. For one thread. */
final class TreeConversion {

    private final BlockQuantizer quantizer;
    private final GlobFilter skip;
    private final Int8NDManager owner;
    private final List<String> paths = new ArrayList<>();
    private final List<BlockConversion.Layer> layers = new ArrayList<>();

    TreeConversion(BlockQuantizer quantizer, GlobFilter skip, Int8NDManager owner) {
        this.quantizer = quantizer;
        this.skip = skip;
        this.owner = owner;
    }

    /** Converts a tree. */
    BlockConversion run(Block root) throws MalformedModelException {
        collectPaths("", root);
        List<String> unmatched = skip.unmatched(paths);
        if (!unmatched.isEmpty()) {
            throw new IllegalArgumentException(
                    "No Block has a path like "
                            + String.join(", ", unmatched)
                            + "; the paths are "
                            + String.join(", ", paths));
        }
        Block converted = convert("", root);
        boolean container = converted != root && !converted.getChildren().isEmpty();
        if (container && root.isInitialized()) {
            converted.initialize(owner, DataType.FLOAT32, root.getInputShapes());
        }
        return new BlockConversion(converted, layers);
    }

    private void collectPaths(String path, Block block) {
        paths.add(shown(path, block));
        for (Pair<String, Block> child : block.getChildren()) {
            collectPaths(below(path, child.getKey()), child.getValue());
        }
    }

    private Block convert(String path, Block block) throws MalformedModelException {
        String name = shown(path, block);
        if (skip.matches(name)) {
            keep(path, block, "skipped by name");
            return block;
        }
        if (block.getClass() == Linear.class || block instanceof Embedding) {
            return convertLayer(name, block);
        }
        if (block.getClass() == SequentialBlock.class) {
            return convertSequence(path, (SequentialBlock) block);
        }
        if (block.getClass() == ParallelBlock.class) {
            return convertParallel(path, (ParallelBlock) block);
        }
        boolean parent = !block.getChildren().isEmpty();
        String type = block.getClass().getSimpleName();
        keep(path, block, type + (parent ? " keeps its children to itself" : " has no INT8 form"));
        return block;
    }

    private Block convertLayer(String path, Block block) throws MalformedModelException {
        String reason = quantizer.floatReason(path, block);
        if (!reason.isEmpty()) {
            layers.add(new BlockConversion.Layer(path, "", reason));
            return block;
        }
        Block replaced = quantizer.replace(path, block, owner);
        layers.add(new BlockConversion.Layer(path, replaced.getClass().getSimpleName(), ""));
        return replaced;
    }

    private Block convertSequence(String path, SequentialBlock block)
            throws MalformedModelException {
        List<Block> children = convertChildren(path, block);
        return children.equals(block.getChildren().values())
                ? block
                : new SequentialBlock()
                        .addAll(children)
                        .setReturnIntermediate(block.isReturnIntermediate());
    }

    private Block convertParallel(String path, ParallelBlock block) throws MalformedModelException {
        Optional<Function<List<NDList>, NDList>> function = function(block);
        if (function.isEmpty()) {
            keep(path, block, "the function of its ParallelBlock cannot be read");
            return block;
        }
        List<Block> children = convertChildren(path, block);
        return children.equals(block.getChildren().values())
                ? block
                : new ParallelBlock(function.get(), children);
    }

    private List<Block> convertChildren(String path, Block block) throws MalformedModelException {
        List<Block> children = new ArrayList<>();
        for (Pair<String, Block> child : block.getChildren()) {
            children.add(convert(below(path, child.getKey()), child.getValue()));
        }
        return children;
    }

    /** Notes that a Block and all below it stay float. */
    private void keep(String path, Block block, String reason) {
        if (!block.getDirectParameters().isEmpty()) {
            layers.add(new BlockConversion.Layer(shown(path, block), "", reason));
        }
        for (Pair<String, Block> child : block.getChildren()) {
            keep(below(path, child.getKey()), child.getValue(), reason);
        }
    }

    /** DJL has no getter for what a ParallelBlock does with the results of its children. */
    @SuppressWarnings("unchecked")
    private static Optional<Function<List<NDList>, NDList>> function(ParallelBlock block) {
        try {
            Field field = ParallelBlock.class.getDeclaredField("function");
            field.setAccessible(true);
            return Optional.ofNullable((Function<List<NDList>, NDList>) field.get(block));
        } catch (NoSuchFieldException | IllegalAccessException | InaccessibleObjectException e) {
            return Optional.empty();
        }
    }

    private static String shown(String path, Block block) {
        return path.isEmpty() ? block.getClass().getSimpleName() : path;
    }

    private static String below(String path, String child) {
        return path.isEmpty() ? child : path + "/" + child;
    }
}
