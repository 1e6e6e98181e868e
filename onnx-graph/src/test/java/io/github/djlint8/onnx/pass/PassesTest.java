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
package io.github.djlint8.onnx.pass;

import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import java.util.List;
import java.util.Map;
import org.testng.Assert;
import org.testng.annotations.Test;

/** The passes that clean a graph, and the list that runs them. */
public class PassesTest {

    @Test
    public void constantsBecomeInitializersAndIdentitiesVanish() throws Exception {
        OnnxModel model =
                new ModelBuilder("aliases")
                        .addInput("x", ElementType.FLOAT, 2)
                        .addNode(constant("c", 3f))
                        .addNode(node("Identity", "a", "c"))
                        .addNode(node("Identity", "b", "a"))
                        .addNode(node("Identity", "activation", "x"))
                        .addNode(node("Mul", "y", "activation", "b"))
                        .addOutput("y", ElementType.FLOAT, 2)
                        .build();
        Graph graph = model.graph();
        Assert.assertEquals(new FoldAliases().apply(graph, new Opsets(model)), 3);
        Assert.assertEquals(graph.initializerNames(), List.of("c"));
        Assert.assertEquals(graph.initializer("c").orElseThrow().toFloats(), new float[] {3f});
        Assert.assertEquals(graph.nodes("Mul").get(0).inputs(), List.of("activation", "c"));
        Assert.assertEquals(graph.nodes("Identity").size(), 1);
        Assert.assertEquals(new FoldAliases().apply(graph, new Opsets(model)), 0);
    }

    @Test
    public void constantsThatAreOutputsStay() throws Exception {
        OnnxModel model =
                new ModelBuilder("outputs")
                        .addNode(constant("c", 3f))
                        .addNode(node("Identity", "d", "c"))
                        .addOutput("c", ElementType.FLOAT)
                        .addOutput("d", ElementType.FLOAT)
                        .build();
        Graph graph = model.graph();
        Assert.assertEquals(new FoldAliases().apply(graph, new Opsets(model)), 0);
        Assert.assertEquals(graph.nodes().size(), 2);
    }

    @Test
    public void whatNobodyReadsIsRemovedBackwards() throws Exception {
        Node split =
                Node.builder("Split", "split")
                        .addInputs("x")
                        .addOutputs("left", "right")
                        .addInt("axis", 0)
                        .build();
        OnnxModel model =
                new ModelBuilder("dead")
                        .addInput("x", ElementType.FLOAT, 2)
                        .addInitializer(Tensor.ofFloats("used", new float[] {1f}))
                        .addInitializer(Tensor.ofFloats("unused", new float[] {1f}))
                        .addNode(split)
                        .addNode(node("Add", "y", "left", "used"))
                        .addNode(node("Neg", "n", "right"))
                        .addNode(node("Add", "m", "n", "unused"))
                        .addOutput("y", ElementType.FLOAT, 1)
                        .build();
        PassPipeline pipeline = new PassPipeline(List.of(new RemoveDeadNodes()));
        Graph graph = pipeline.run(model).graph();
        // Split stays for its left half.
        Assert.assertEquals(
                graph.nodes().stream().map(Node::opType).toList(), List.of("Split", "Add"));
        Assert.assertEquals(graph.initializerNames(), List.of("used"));
        Assert.assertEquals(pipeline.changes(), Map.of("remove-dead-nodes", 3));
        Assert.assertEquals(model.graph().nodes().size(), 4, "the model itself is left as it is");
    }

    private static Node constant(String output, float value) {
        return Node.builder("Constant", "constant")
                .addOutputs(output)
                .addTensor("value", Tensor.ofFloats("", new float[] {value}))
                .build();
    }

    private static Node node(String op, String output, String... inputs) {
        return Node.builder(op, output).addInputs(inputs).addOutputs(output).build();
    }
}
