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
package io.github.djlint8.onnx.fuse;

import io.github.djlint8.onnx.pass.GraphPass;
import io.github.djlint8.onnx.pass.RemoveDeadNodes;
import java.util.List;
import java.util.function.Consumer;

/**
 * The fusions that are made before quantization, in their order.
 *
 * <p>ONNX Runtime makes some of them by itself, but not on every graph: it needs static shapes that
 * the reshapes of attention hide. Each leaves what it does not recognise as it is, and says so.
 */
public final class Fusions {

    private Fusions() {}

    /**
     * Returns the passes, the last of which logs what was left as it is.
     *
     * @return the passes in the order they run
     */
    public static List<GraphPass> passes() {
        return passes(unfused -> {});
    }

    /**
     * Returns the passes.
     *
     * @param report is told of each part of the graph that looks like what a fusion replaces, but
     *     was left as it is
     * @return the passes in the order they run
     */
    public static List<GraphPass> passes(Consumer<Unfused> report) {
        return List.of(
                new FuseLayerNormalization(),
                // Later patterns ask who reads a tensor; the replaced nodes must not count.
                new RemoveDeadNodes(),
                new FuseAttention(),
                new FuseGelu(),
                new FuseSkipLayerNormalization(),
                new FuseEmbeddingNormalization(),
                new RemoveDeadNodes(),
                new ReportUnfused(report));
    }
}
